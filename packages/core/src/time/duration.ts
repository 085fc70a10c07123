export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const WEEK = 7 * DAY

/** Ten thousand Gregorian years: no two instants that can be written lie farther apart, and `T ± d` stays an exact integer. */
export const LONGEST_DURATION = 3_652_425 * DAY

const FORM = /^([1-9][0-9]{0,15})([smhdw])$/

/**
 * A duration in milliseconds: a positive whole number without leading zeros, followed by `s`, `m` (minutes), `h`, `d` (24 hours)
 * or `w`. `undefined` for any other text, and for more than `LONGEST_DURATION`.
 */
export function parseDuration(text: string): number | undefined {
  const match = FORM.exec(text)
  if (match === null) return undefined
  const duration = Number(match[1]) * unitOf(match[2] ?? '')
  return duration <= LONGEST_DURATION ? duration : undefined
}

function unitOf(letter: string): number {
  if (letter === 's') return SECOND
  if (letter === 'm') return MINUTE
  if (letter === 'h') return HOUR
  return letter === 'd' ? DAY : WEEK
}
