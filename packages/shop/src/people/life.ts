import type { DayNumber } from '../calendar/time.ts'
import { PURPOSE, Random } from '../random.ts'
import { ALL_REFUSED, drawChangedConsent, drawConsent } from './consent.ts'
import type { ConsentDecision } from './consent.ts'

/**
 * The turning points of one person's time with the shop, all drawn at once, so that any day of any life can be told
 * without telling the days before it. What never happens is on day `NEVER`.
 */
export interface Life {
  readonly arrivesOn: DayNumber
  /** Was a customer before messages were collected, and is known from the first visit. */
  readonly longStanding: boolean
  readonly registersOn: DayNumber
  readonly trialOn: DayNumber
  /** From free (or trial) to pro. */
  readonly upgradesOn: DayNumber
  /** From trial or pro back to free. */
  readonly downgradesOn: DayNumber
  readonly joinsAccountOn: DayNumber
  readonly consent: ConsentDecision | undefined
  readonly changesConsentOn: DayNumber
  readonly changedConsent: ConsentDecision
  readonly subscribesOn: DayNumber
  readonly unsubscribesOn: DayNumber
  /** Stays away from here ... */
  readonly lapsesOn: DayNumber
  /** ... until here. */
  readonly returnsOn: DayNumber
  readonly movesOn: DayNumber
  /** The old user id gives way to a new one. */
  readonly renamedOn: DayNumber
}

export const NEVER: DayNumber = Infinity
export const TRIAL_DAYS = 14

export function lifeOf(
  seed: number,
  person: number,
  arrivesOn: DayNumber,
  opening: DayNumber,
): Life {
  const random = new Random(seed, person, 0, PURPOSE.life)
  /** So many days after a day, or never. */
  const after = (day: DayNumber, probability: number, from: number, to: number): DayNumber => {
    const [happens, days] = [random.chance(probability), random.whole(from, to)]
    return happens ? day + days : NEVER
  }

  const longStanding = arrivesOn < opening + 30 && random.chance(0.6)
  const registersOn = longStanding
    ? arrivesOn
    : Math.min(after(arrivesOn, 0.34, 0, 0), after(arrivesOn, 0.4, 1, 60))
  const trialOn = after(registersOn, 0.2, 2, 120)
  const converts = random.chance(0.55)
  const upgradesAfterTrial = trialOn + random.whole(6, TRIAL_DAYS - 1)
  const upgradesAtOnce = after(registersOn, 0.05, 30, 300)
  const upgradesOn = trialOn === NEVER ? upgradesAtOnce : converts ? upgradesAfterTrial : NEVER
  const consent = drawConsent(random)
  const subscribesOn =
    registersOn < NEVER ? after(registersOn, 0.75, 0, 10) : after(arrivesOn, 0.15, 0, 30)
  const lapsesOn = after(arrivesOn, 0.5, 40, 220)
  return {
    arrivesOn,
    longStanding,
    registersOn,
    trialOn,
    upgradesOn,
    downgradesOn:
      trialOn < NEVER && !converts ? trialOn + TRIAL_DAYS : after(upgradesOn, 0.2, 40, 240),
    joinsAccountOn: after(registersOn, 0.07, 0, 8),
    consent,
    changesConsentOn: after(arrivesOn, 0.15, 15, 260),
    changedConsent: drawChangedConsent(random, consent),
    subscribesOn,
    unsubscribesOn: after(subscribesOn, 0.14, 20, 300),
    lapsesOn,
    returnsOn: after(lapsesOn, 0.55, 60, 180),
    movesOn: after(registersOn, 0.05, 20, 300),
    renamedOn: after(registersOn, 0.012, 10, 200),
  }
}

/** The days on which something happens of itself, whether or not it would have been a day for a visit. */
export function turningPoints(life: Life): DayNumber[] {
  const { arrivesOn, registersOn, trialOn, upgradesOn, downgradesOn, joinsAccountOn } = life
  const { changesConsentOn, unsubscribesOn, returnsOn, movesOn, renamedOn } = life
  return [arrivesOn, registersOn, trialOn, upgradesOn, downgradesOn, joinsAccountOn]
    .concat([changesConsentOn, unsubscribesOn, returnsOn, movesOn, renamedOn])
    .concat(registersOn + 1)
    .filter((day) => day < NEVER)
    .sort((a, b) => a - b)
}

/** A turning point that brings the person to the shop. */
export function hasErrand(life: Life, day: DayNumber): boolean {
  return (
    day === life.arrivesOn ||
    day === life.registersOn ||
    day === life.trialOn ||
    day === life.upgradesOn ||
    day === life.joinsAccountOn ||
    day === life.changesConsentOn ||
    day === life.returnsOn
  )
}

/** No phase is livelier than this. */
export const LIVELIEST = 2.5

/** How much likelier a visit is than in the middle of an engaged time: new people look around, lapsed ones stay away. */
export function liveliness(life: Life, day: DayNumber): number {
  if (day < life.arrivesOn) return 0
  if (day >= life.lapsesOn && day < life.returnsOn) return 0.02
  if (day >= life.returnsOn && day < life.returnsOn + 30) return 1.8
  return day < life.arrivesOn + 30 ? LIVELIEST : 1
}

export function consentOn(life: Life, day: DayNumber): ConsentDecision | undefined {
  return day >= life.changesConsentOn ? life.changedConsent : life.consent
}

export function planOn(life: Life, day: DayNumber): 'free' | 'trial' | 'pro' {
  if (day >= life.downgradesOn) return 'free'
  if (day >= life.upgradesOn) return 'pro'
  return day >= life.trialOn ? 'trial' : 'free'
}

/** Whether the newsletter may be sent: asked for, not given up, and not refused in the banner. */
export function isSubscribed(life: Life, day: DayNumber): boolean {
  if (day < life.subscribesOn || day >= life.unsubscribesOn) return false
  return (consentOn(life, day) ?? { ...ALL_REFUSED, Email: true }).Email
}
