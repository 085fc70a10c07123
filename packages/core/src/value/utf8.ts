/** The UTF-8 bytes of a text without lone surrogates. Written out because this package knows no `TextEncoder`. */
export function utf8Bytes(text: string): readonly number[] {
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code))
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code))
  }
  return bytes
}

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f)
}

/**
 * The order of two texts by their UTF-8 bytes, as a number below, at or above 0. It is the order of code points, which `<` does
 * not give: that compares UTF-16 units, and a surrogate is less than U+FFFD.
 */
export function compareUtf8(a: string, b: string): number {
  let i = 0
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++
  // Behind an equal high surrogate both units are low ones, whose order is that of the code points too.
  return (a.codePointAt(i) ?? -1) - (b.codePointAt(i) ?? -1)
}
