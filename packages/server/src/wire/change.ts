import { z } from '@hono/zod-openapi'
import type { Change as Recorded } from '@muster/engine'
import { cursorSchema, idSchema, instantSchema } from './common.ts'

export const changeSchema = z
  .object({
    cursor: cursorSchema,
    audience: z.string(),
    profile: idSchema,
    entered: z.boolean(),
    at: instantSchema.openapi({ description: 'From which instant the membership is so.' }),
    cause: z.union([
      z.object({ kind: z.literal('event'), messageId: z.string() }),
      z.object({ kind: z.enum(['edge', 'merge', 'unmerge', 'list', 'account']) }),
      z.object({ kind: z.literal('definition'), version: z.int() }),
    ]),
    dueAt: instantSchema.openapi({ description: 'Evidence received, or edge due.' }),
    recordedAt: instantSchema,
    lateMs: z.number(),
  })
  .openapi('Change')

export const changesSchema = z
  .object({ changes: z.array(changeSchema).readonly(), next: cursorSchema.nullable() })
  .openapi('Changes')

export type Change = z.output<typeof changeSchema>
export type Changes = z.output<typeof changesSchema>

export function sendChange(change: Recorded): Change {
  return { ...change, profile: change.profile.toString() }
}
