import { basename } from 'node:path'
import { z } from '@hono/zod-openapi'
import type { Engine } from '@muster/engine'
import { faultSchema, instantSchema, jsonObjectSchema, jsonSchema, placeSchema } from './common.ts'

export const uploadedSchema = z
  .object({ upload: z.string(), bytes: z.int() })
  .openapi('Uploaded', { description: 'Under which the file is kept, for a week.' })

export const mappingSchema = z
  .custom<z.input<typeof jsonSchema>>((value) => value !== undefined, 'A mapping is missing')
  .openapi('Mapping', { type: 'object', description: 'How rows become messages.' })

const linesSchema = z.array(z.int()).readonly()

export const inspectionSchema = z
  .object({
    format: z.enum(['csv', 'ndjson', 'parquet']),
    columns: z.array(z.string()).readonly(),
    rows: z
      .array(
        z.union([
          z.object({ line: z.int(), cells: jsonObjectSchema }),
          z.object({ line: z.int(), fault: faultSchema }),
        ]),
      )
      .readonly(),
  })
  .openapi('Inspection')

export const dryRunSchema = z
  .object({
    columns: z.array(z.string()).readonly(),
    results: z
      .array(
        z.union([
          z.object({ kind: z.literal('message'), lines: linesSchema, message: jsonObjectSchema }),
          z.object({ kind: z.literal('skipped'), lines: linesSchema, rule: z.string() }),
          z.object({
            kind: z.literal('rejected'),
            lines: linesSchema,
            fault: faultSchema,
            message: jsonObjectSchema.exactOptional(),
          }),
        ]),
      )
      .readonly(),
  })
  .openapi('DryRun')

export const importSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    upload: z.string(),
    mapping: jsonSchema,
    by: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    createdAt: instantSchema,
    updatedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
    progress: z.object({
      rows: z.int(),
      skipped: z
        .record(z.string(), z.int())
        .openapi({ description: 'By the rule of the mapping.' }),
      messages: z.int(),
      accepted: z.int(),
      duplicates: z.int(),
      rejected: z.int(),
      bytesDone: z.int(),
      bytesTotal: z.int(),
    }),
    error: faultSchema.nullable(),
  })
  .openapi('Import')

export const importsSchema = z
  .object({ imports: z.array(importSchema).readonly(), next: z.string().nullable() })
  .openapi('Imports')

export const importRejectsSchema = z
  .object({
    rejects: z
      .array(
        z.object({
          lines: linesSchema,
          code: z.string(),
          at: placeSchema,
          message: z.string(),
          rejectId: z.string().exactOptional(),
        }),
      )
      .readonly(),
    next: z.string().nullable(),
  })
  .openapi('ImportRejects')

export type Uploaded = z.output<typeof uploadedSchema>
export type Inspection = z.output<typeof inspectionSchema>
export type DryRun = z.output<typeof dryRunSchema>
export type Import = z.output<typeof importSchema>
export type Imports = z.output<typeof importsSchema>
export type ImportRejects = z.output<typeof importRejectsSchema>

type View = NonNullable<Awaited<ReturnType<Engine['imports']['progress']>>>

/** The path on this machine is nobody's business: the file goes by the id of its upload. */
export function sendImport({ file, ...view }: View): Import {
  return {
    ...view,
    upload: basename(file),
    finishedAt: view.finishedAt ?? null,
    error: view.error ?? null,
  }
}
