import { parseJson } from '@muster/core'
import type { Json } from '@muster/core'
import { MetadataError } from '../metadata.ts'

/** The numbers PostgreSQL gives to the types that the drivers would not read exactly. */
const int8 = 20
const json = 114
const jsonb = 3802

/** How both drivers read the types that they would otherwise round: 64-bit integers, and integers inside of JSON. */
export const exactReaders: Readonly<Record<number, (text: string) => bigint | Json>> = {
  [int8]: BigInt,
  [json]: readJson,
  [jsonb]: readJson,
}

/** JSON text that this store wrote. Throws when it is none, since then somebody else did. */
export function readJson(text: string): Json {
  const parsed = parseJson(text)
  if (parsed.ok) return parsed.value
  throw new MetadataError(
    'unreadable_value',
    [],
    `A stored JSON value cannot be read: ${parsed.message} Restore the row from a backup.`,
  )
}
