import type { Identifier } from '../message/message.ts'
import type { Obstacle } from './effect.ts'
import { compareKinds } from './identifierKinds.ts'
import type { IdentityLimits } from './identityLimits.ts'
import { limitOf } from './identityLimits.ts'
import type { ProfileView } from './identityView.ts'

/** The profiles and new identifiers that are to become one profile. */
export interface Union {
  readonly profiles: readonly ProfileView[]
  readonly newcomers: readonly Identifier[]
  /** A kind whose limit does not count this time ([I17]). */
  readonly unlimited?: string
}

/**
 * Why the parts may not become one profile; `undefined` if they may. A limit stands in the way only of a union that has more
 * of the kind than the limit and than each of its parts: what passed a limit before by a person's word, or before the limit
 * was lowered, can still meet what has none of that kind ([I14]). A decision stands in the way of two of its groups ([I18]).
 * Of several obstacles the answer is the oldest decision, else the limit of the highest priority.
 */
export function findObstacle(union: Union, limits: IdentityLimits): Obstacle | undefined {
  if (union.profiles.length + union.newcomers.length < 2) return undefined
  return findSeparation(union.profiles) ?? findPassedLimit(union, limits)
}

function findSeparation(profiles: readonly ProfileView[]): Obstacle | undefined {
  const sides = new Map<bigint, number>()
  let first: bigint | undefined
  for (const { separations } of profiles) {
    for (const [decision, group] of separations) {
      const isOtherSide = (sides.get(decision) ?? group) !== group
      if (isOtherSide && (first === undefined || decision < first)) first = decision
      sides.set(decision, group)
    }
  }
  return first === undefined ? undefined : { because: 'unmerged', decision: first }
}

function findPassedLimit(union: Union, limits: IdentityLimits): Obstacle | undefined {
  const totals = new Map<string, number>()
  const largest = new Map<string, number>()
  const add = (kind: string, count: number) => {
    totals.set(kind, (totals.get(kind) ?? 0) + count)
    largest.set(kind, Math.max(largest.get(kind) ?? 0, count))
  }
  for (const { counts } of union.profiles) for (const [kind, count] of counts) add(kind, count)
  for (const { kind } of union.newcomers) add(kind, 1)
  const isPassed = ([kind, total]: readonly [string, number]) =>
    total > limitOf(limits, kind) && total > (largest.get(kind) ?? 0) && kind !== union.unlimited
  const passed = [...totals].filter(isPassed).map(([kind]) => kind)
  const [kind] = passed.sort(compareKinds)
  return kind === undefined ? undefined : { because: 'limit', kind, limit: limitOf(limits, kind) }
}
