import { stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'
import type { Db } from '../metadata.ts'

/** Adds a version; the caller makes it the current one in the same transaction. */
export async function insertVersion(
  tx: Db,
  id: string,
  version: number,
  wanted: { readonly definition: Json; readonly fingerprint: string; readonly note?: string },
  { at, by }: { readonly at: number; readonly by: string },
): Promise<void> {
  const text = stringifyJson(wanted.definition)
  await tx
    .insertInto('audience_versions')
    .values({
      audience_id: id,
      version,
      definition: text,
      definition_text: text,
      fingerprint: wanted.fingerprint,
      created_at: at,
      created_by: by,
      note: wanted.note ?? '',
    })
    .execute()
}
