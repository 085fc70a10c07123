/** How many bytes of UTF-8 the text takes. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    // Each half of a surrogate pair counts two of the pair's four bytes.
    else bytes += unit >= 0xd800 && unit <= 0xdfff ? 2 : 3
  }
  return bytes
}

/**
 * Whether the value's JSON text, written without spaces, is longer than so many bytes. Walks with a stack of its own and stops as soon
 * as the answer is known, so neither depth nor size nor a circle of objects can hurt.
 */
export function isLargerThan(value: unknown, bytes: number): boolean {
  let size = 0
  const open: unknown[] = [value]
  while (open.length > 0 && size <= bytes) {
    const next = open.pop()
    if (Array.isArray(next)) {
      size += 1 + Math.max(1, next.length)
      if (size <= bytes) for (const member of next as readonly unknown[]) open.push(member)
    } else if (typeof next === 'object' && next !== null) {
      const entries = Object.entries(next)
      size += 1 + Math.max(1, entries.length)
      for (const [key, member] of entries) {
        size += textBytes(key) + 1
        open.push(member)
      }
    } else {
      size += typeof next === 'string' ? textBytes(next) : String(next).length
    }
  }
  return size > bytes
}

/** The text in quotes; `JSON.stringify` writes a lone surrogate as an escape, so all that is left is whole. */
function textBytes(text: string): number {
  return utf8Length(JSON.stringify(text))
}
