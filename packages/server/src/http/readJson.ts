import type { Json } from '@muster/core'
import { parseJson } from '@muster/core'
import type { Problem } from './problem.ts'
import { problem } from './problem.ts'
import { readBody } from './readBody.ts'
import { takeTurns } from './takeTurns.ts'

export type ReadJson =
  | { readonly ok: true; readonly value: Json; readonly bytes: number }
  | { readonly ok: false; readonly problem: Problem }

/** Bytes that are parsed, checked and queued within a millisecond or so. */
const SMALL = 16 * 1024
const turn = takeTurns()

/** The JSON of a body with no digit lost; `bytes` is the length of its text in UTF-8. */
export async function readJson(request: Request, maxBytes: number): Promise<ReadJson> {
  const body = await readBody(request, maxBytes)
  if (!body.ok) return body
  if (body.bytes > SMALL) await turn()
  const parsed = parseJson(body.text)
  if (parsed.ok) return { ok: true, value: parsed.value, bytes: body.bytes }
  const extra = { offset: parsed.offset }
  return { ok: false, problem: problem(400, parsed.code, [], parsed.message, { extra }) }
}

/** A character that the metadata store cannot keep; refused where text comes in, in one place for all routes. */
export function placeOfNul(
  value: unknown,
  at: readonly (string | number)[] = [],
): readonly (string | number)[] | undefined {
  if (typeof value === 'string') return value.includes('\0') ? at : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, member] of Object.entries(value)) {
    if (key.includes('\0')) return at
    const step = Array.isArray(value) ? Number(key) : key
    const found = placeOfNul(member, [...at, step])
    if (found !== undefined) return found
  }
  return undefined
}
