import { z } from '@hono/zod-openapi'
import { ways, type ParameterKind } from '@muster/core'
import type { TemplateView } from '@muster/engine'
import { definitionSchema, faultSchema, jsonObjectSchema, jsonSchema } from './common.ts'

const parameterKinds = [
  'text',
  'texts',
  'number',
  'wholeNumber',
  'duration',
  'trait',
  'property',
  'event',
  'audience',
  'list',
] as const satisfies readonly ParameterKind[]

const parameterSchema = z
  .object({
    name: z.string(),
    kind: z.enum(parameterKinds),
    explanation: z.string(),
    default: jsonSchema.exactOptional().openapi({ description: 'Without one it has to be given.' }),
  })
  .openapi('TemplateParameter')

export const templateSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    way: z.enum(ways),
    explanation: z.string(),
    parameters: z.array(parameterSchema).readonly(),
    needs: z.object({
      events: z.array(z.string()).readonly(),
      properties: z.array(z.object({ event: z.string(), path: z.string() })).readonly(),
      traits: z.array(z.string()).readonly(),
      accountTraits: z.array(z.string()).readonly(),
    }),
    isReady: z.boolean().openapi({ description: 'Whether all that it needs has been seen.' }),
    missing: z.array(faultSchema).readonly(),
  })
  .openapi('Template')

export const templatesSchema = z
  .object({ templates: z.array(templateSchema).readonly() })
  .openapi('Templates')

export const filledTemplateSchema = z
  .object({
    definition: definitionSchema,
    sentence: z.string(),
    warnings: z.array(faultSchema).readonly(),
  })
  .openapi('FilledTemplate')

export const templateUseSchema = z.strictObject({
  parameters: jsonObjectSchema,
  audience: z.string().min(1).exactOptional().openapi({ description: 'Its id.' }),
  name: z.string().min(1).exactOptional(),
  description: z.string().exactOptional(),
  owner: z.string().exactOptional(),
  tags: z.array(z.string()).exactOptional(),
  state: z.enum(['draft', 'live']).exactOptional(),
})

export type Template = z.output<typeof templateSchema>
export type FilledTemplate = z.output<typeof filledTemplateSchema>
export type TemplateUse = z.input<typeof templateUseSchema>

export function sendTemplate({ template, readiness }: TemplateView): Template {
  const { id, name, way, explanation, parameters } = template
  const { isReady, missing, ...needs } = readiness
  return { id, name, way, explanation, parameters, needs, isReady, missing }
}
