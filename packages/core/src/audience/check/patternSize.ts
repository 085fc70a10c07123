/**
 * Instructions that RE2 takes for each part of a pattern, rounded up from what its memory was measured to hold: a class of Unicode such
 * as `\pL` stands for hundreds of ranges of UTF-8 bytes (the largest, `[^\pL\pS]`, took 868).
 */
const unicodeClass = 900
const character = 10

/** One part: a quotation, an escape, a class in brackets, the start or end of a group, a repetition, or one character. */
const part =
  /\\Q[^]*?(?:\\E|$)|\\[pP](?:\{[^}]*\}|[^])|\\x\{[^}]*\}|\\[^]|\[\^?\]?(?:\[:\^?\w+:\]|\\[pP](?:\{[^}]*\}|[^])|\\[^]|[^\]\\])*\]|\(\?(?:P?<[^>]*>|[a-zA-Z-]*[:)])|[()]|\{\d+(?:,\d*)?\}|[^]/gu

/** At most how many instructions a pattern takes that is known to be in RE2 syntax: a counted repetition is written out. */
export function patternSize(pattern: string): number {
  const open: number[] = []
  let size = 0
  let last = 0
  for (const [token] of pattern.matchAll(part)) {
    const count = repetition(token)
    if (count !== undefined) {
      size += last * (count - 1)
      last *= count
    } else if (token === ')') {
      last = size + character
      size = (open.pop() ?? 0) + last
    } else if (token.startsWith('(') && !token.endsWith(')')) {
      open.push(size)
      size = 0
    } else {
      last = sizeOf(token)
      size += last
    }
  }
  return size + open.reduce((sum, outer) => sum + outer, 0)
}

/** How many copies a counted repetition makes; `{3,}` makes three and one that repeats. */
function repetition(token: string): number | undefined {
  const [, least, comma, most] = /^\{(\d+)(,)?(\d*)\}$/.exec(token) ?? []
  if (least === undefined) return undefined
  return Math.max(
    1,
    most === undefined || most === ''
      ? Number(least) + (comma === undefined ? 0 : 1)
      : Number(most),
  )
}

function sizeOf(token: string): number {
  const classes = token.startsWith('\\Q') ? 0 : (token.match(/\\[pP]/g)?.length ?? 0)
  return classes * unicodeClass + token.length * character
}
