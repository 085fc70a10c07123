import type { Cause } from '../engine.ts'

/** Why a profile has to be looked at again, and since when that was due. */
export interface Touch {
  readonly cause: Cause
  /** When the evidence was received; for an edge, the instant at which it was passed. */
  readonly dueAt: number
  /** Of an edge: the audiences that it concerns. Left out, the touch concerns all. */
  readonly audiences?: ReadonlySet<number>
}

/** Profiles to look at, each with its touches. */
export type Touches = Map<bigint, readonly Touch[]>

/** Per profile the first touch of each kind is kept: it is the one that has waited longest. */
export function addTouch(touches: Touches, profile: bigint, touch: Touch): void {
  const known = touches.get(profile)
  if (known === undefined) touches.set(profile, [touch])
  else if (
    touch.cause.kind === 'edge' ||
    known.every((other) => other.cause.kind !== touch.cause.kind)
  )
    touches.set(profile, [...known, touch])
}

/** Those who are touched by something else than the clock. */
export const withEvidence = (touches: Touches): readonly bigint[] =>
  [...touches]
    .filter(([, all]) => all.some((touch) => touch.cause.kind !== 'edge'))
    .map(([profile]) => profile)

/** What most likely made an audience's membership change: evidence before the clock, and of the clock only what concerns it. */
export function touchFor(touches: readonly Touch[], audience: number): Touch | undefined {
  const concerning = touches.filter((touch) => touch.audiences?.has(audience) ?? true)
  return (
    concerning.find((touch) => touch.cause.kind !== 'edge') ?? earliest(concerning) ?? touches[0]
  )
}

const earliest = (touches: readonly Touch[]): Touch | undefined =>
  touches.reduce<Touch | undefined>(
    (first, touch) => (first === undefined || touch.dueAt < first.dueAt ? touch : first),
    undefined,
  )
