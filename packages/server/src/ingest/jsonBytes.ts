import type { Json } from '@muster/core'

/**
 * The bytes of a value as compact JSON in UTF-8, without writing it: the text of a message is never built only to be measured. Every
 * message is, so its characters are counted here as long as they are one byte each.
 */
export function jsonBytes(value: Json): number {
  if (typeof value === 'string') return textBytes(value)
  if (typeof value !== 'object') return String(value).length
  if (value === null) return 4
  // Two brackets, and a comma between each two members.
  let bytes = 1
  if (isArray(value)) {
    for (const member of value) bytes += jsonBytes(member) + 1
  } else {
    for (const key of Object.keys(value)) {
      bytes += textBytes(key) + 1 + jsonBytes(value[key] ?? null) + 1
    }
  }
  return Math.max(2, bytes)
}

function textBytes(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    // What JSON writes as two characters or more (a quote, a backslash, a control character), and what UTF-8 writes as two bytes or more.
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || unit > 0x7f)
      return Buffer.byteLength(JSON.stringify(text))
  }
  return text.length + 2
}

/** `Array.isArray` does not narrow readonly arrays. */
const isArray = (value: Json): value is readonly Json[] => Array.isArray(value)
