import type { Random } from '../random.ts'

/** What somebody said when the banner asked. */
export type ConsentDecision = {
  readonly Advertising: boolean
  readonly Analytics: boolean
  readonly Email: boolean
}

export const ALL_REFUSED: ConsentDecision = { Advertising: false, Analytics: false, Email: false }
const ALL_GIVEN: ConsentDecision = { Advertising: true, Analytics: true, Email: true }

/** Undefined for those who close the banner without an answer. */
export function drawConsent(random: Random): ConsentDecision | undefined {
  const answer = random.unit()
  if (answer < 0.12) return undefined
  if (answer < 0.66) return ALL_GIVEN
  if (answer < 0.74) return ALL_REFUSED
  return {
    Advertising: random.chance(0.3),
    Analytics: random.chance(0.85),
    Email: random.chance(0.6),
  }
}

/** A change of mind goes either way, and is always an answer. */
export function drawChangedConsent(
  random: Random,
  before: ConsentDecision | undefined,
): ConsentDecision {
  if (before === undefined) return random.chance(0.7) ? ALL_GIVEN : ALL_REFUSED
  return before.Advertising
    ? { ...before, Advertising: false, Email: random.chance(0.5) }
    : { ...before, Advertising: true, Analytics: true }
}
