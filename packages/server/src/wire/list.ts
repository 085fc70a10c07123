import { z } from '@hono/zod-openapi'
import { identifierSchema } from './common.ts'

export const listSchema = z
  .object({ id: z.string(), name: z.string(), size: z.int() })
  .openapi('List')
export const listsSchema = z.object({ lists: z.array(listSchema).readonly() }).openapi('Lists')
export const listDraftSchema = z
  .strictObject({ id: z.string().max(64).exactOptional(), name: z.string().min(1).max(200) })
  .openapi('ListDraft')
export const listedSchema = z
  .strictObject({ identifiers: z.array(identifierSchema).min(1).max(10_000) })
  .openapi('Listed')
export const listChangedSchema = z
  .object({
    changed: z.int(),
    unusable: z.array(z.object({ index: z.int(), reason: z.string() })).readonly(),
  })
  .openapi('ListChanged')

export type List = z.output<typeof listSchema>
export type ListDraft = z.input<typeof listDraftSchema>
export type ListChanged = z.output<typeof listChangedSchema>
