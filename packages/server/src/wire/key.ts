import { z } from '@hono/zod-openapi'
import type { VerifiedKey } from '../access/keyring.ts'
import { instantSchema } from './common.ts'

const roleSchema = z.enum(['admin', 'editor', 'viewer'])

export const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['write', 'secret']),
    role: roleSchema.nullable(),
    prefix: z.string().openapi({ description: 'How the key begins.' }),
    createdAt: instantSchema,
    revokedAt: instantSchema.nullable(),
  })
  .openapi('Key')
export const keysSchema = z.object({ keys: z.array(keySchema).readonly() }).openapi('Keys')

const nameSchema = z.string().min(1).max(200)
export const keyDraftSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('write'), name: nameSchema }),
    z.strictObject({ kind: z.literal('secret'), name: nameSchema, role: roleSchema }),
  ])
  .openapi('KeyDraft')
export const createdKeySchema = z
  .object({ key: z.string().openapi({ description: 'Shown this once.' }), stored: keySchema })
  .openapi('CreatedKey')

export type Key = z.output<typeof keySchema>
export type KeyDraft = z.input<typeof keyDraftSchema>
export type CreatedKey = z.output<typeof createdKeySchema>

export function sendKey(key: VerifiedKey): Key {
  const { id, name, kind, prefix, createdAt, revokedAt } = key
  const role = key.kind === 'secret' ? key.role : null
  return { id, name, kind, role, prefix, createdAt, revokedAt }
}
