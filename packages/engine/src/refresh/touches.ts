import type { Message } from '@muster/core'
import type { Cause } from '../read/changesApi.ts'
import type { Assigned } from '../record/record.ts'
import type { Program } from './program.ts'

/** Why a profile has to be looked at again, and since when that was due. */
export interface Touch {
  readonly cause: Cause
  /** When the evidence was received; for an edge, the instant at which it was passed. */
  readonly dueAt: number
  /** What evidence is new, see `evidenceIn`. Left out, anything may be. */
  readonly evidence?: string
  /** The timestamp of what is new. */
  readonly at?: number
  /** The whole of what is new, where it is at hand and nothing else has changed. */
  readonly message?: Message
  /** The profile has more identifiers, or is new: whatever the evidence, anything that is asked of it may be answered in another way. */
  readonly identified?: Assigned
  /** Of an edge: the audiences that it concerns. Left out, the touch concerns all. */
  readonly audiences?: ReadonlySet<number>
}

/** Profiles to look at, each with its touches. */
export type Touches = Map<bigint, readonly Touch[]>

/**
 * Per profile the first touch of each kind is kept, which is the one that has waited longest, and every message. Of an edge, one more is of no use
 * when the same audiences were concerned before: a flood that leaves a window crosses it once for each event.
 */
export function addTouch(touches: Touches, profile: bigint, touch: Touch): void {
  const known = touches.get(profile)
  if (known === undefined) touches.set(profile, [touch])
  else if (touch.message !== undefined || !known.some((other) => coversTouch(other, touch)))
    touches.set(profile, [...known, touch])
}

const coversTouch = (other: Touch, touch: Touch): boolean =>
  touch.cause.kind === 'edge'
    ? other.cause.kind === 'edge' &&
      other.audiences === touch.audiences &&
      other.dueAt <= touch.dueAt
    : isAlike(touch, other)

const isAlike = (a: Touch, b: Touch): boolean =>
  a.cause.kind === b.cause.kind &&
  a.evidence === b.evidence &&
  a.at === b.at &&
  a.identified === b.identified &&
  a.audiences === b.audiences

/** The numbers of the audiences that a touch may concern. */
export function concernedBy(touch: Touch, program: Program): ReadonlySet<number> {
  if (touch.audiences !== undefined) return touch.audiences
  return touch.evidence === undefined || touch.identified !== undefined
    ? program.all
    : program.concernedBy(touch.evidence)
}

/** A touch that brings all that is new. */
export type News = Touch & Required<Pick<Touch, 'message'>>

/** What touches bring, but for those of an edge, which bring nothing; `undefined` when something else may be new too. */
export function newsOf(touches: readonly Touch[]): readonly News[] | undefined {
  const news: News[] = []
  for (const touch of touches) {
    if (bringsAll(touch)) news.push(touch)
    else if (touch.cause.kind !== 'edge') return undefined
  }
  return news
}

const bringsAll = (touch: Touch): touch is News => touch.message !== undefined

/** The same touches without what is new, so that the evidence is read. */
export function readAnew(touches: Touches): Touches {
  const anew: Touches = new Map()
  for (const [profile, all] of touches)
    for (const touch of all) addTouch(anew, profile, withoutMessage(touch))
  return anew
}

const withoutMessage = (touch: Touch): Touch => {
  const { message, ...others } = touch
  return message === undefined ? touch : others
}

/** The numbers of the audiences that some of these touches may concern. */
export function concernedByAny(touches: readonly Touch[], program: Program): ReadonlySet<number> {
  const [first, ...others] = touches.map((touch) => concernedBy(touch, program))
  if (first === undefined || others.length === 0) return first ?? new Set()
  // Most touches of one profile are of one kind.
  const more = others.filter((other) => other !== first)
  return more.length === 0 ? first : new Set([first, ...more].flatMap((some) => [...some]))
}

/** Whether a touch may change what holds for others of the profile's accounts. */
export const concernsAccounts = (touch: Touch, program: Program): boolean =>
  [...program.onAccounts].some((number) => concernedBy(touch, program).has(number))

/** Those who may have a value now that changes what holds as the clock moves on. */
export const timed = (touches: Touches, programs: readonly Program[]): readonly bigint[] =>
  [...touches]
    .filter(([, all]) =>
      all.some(
        ({ cause, evidence }) =>
          cause.kind !== 'edge' &&
          (evidence === undefined ||
            programs.some((program) => program.timedBy(evidence).size > 0)),
      ),
    )
    .map(([profile]) => profile)

/** What most likely made an audience's membership change: evidence before the clock, and of both only what concerns it. */
export function touchFor(
  touches: readonly Touch[],
  audience: number,
  program: Program,
): Touch | undefined {
  const concerning = touches.filter((touch) => concernedBy(touch, program).has(audience))
  return (
    concerning.find((touch) => touch.cause.kind !== 'edge') ?? earliest(concerning) ?? touches[0]
  )
}

const earliest = (touches: readonly Touch[]): Touch | undefined =>
  touches.reduce<Touch | undefined>(
    (first, touch) => (first === undefined || touch.dueAt < first.dueAt ? touch : first),
    undefined,
  )
