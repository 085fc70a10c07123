import type { Json } from '@muster/core'

/** What JSON writes as two characters or more: a quote, a backslash, a control character. */
const escaped = /["\\\u0000-\u001f]/

/** The bytes of a value as compact JSON in UTF-8, without writing it: the text of a message is never built only to be measured. */
export function jsonBytes(value: Json): number {
  if (typeof value === 'object') return value === null ? 4 : containerBytes(value)
  if (typeof value !== 'string') return String(value).length
  return escaped.test(value)
    ? Buffer.byteLength(JSON.stringify(value))
    : Buffer.byteLength(value) + 2
}

function containerBytes(value: object): number {
  const members: readonly Json[] = Object.values(value)
  // Two brackets, and a comma between each two members.
  let bytes = 2 + Math.max(0, members.length - 1)
  for (const member of members) bytes += jsonBytes(member)
  if (!Array.isArray(value)) for (const key of Object.keys(value)) bytes += jsonBytes(key) + 1
  return bytes
}
