import type { Path, TraitChangeCondition, TraitCondition } from '../audience/definition.ts'
import { durationOf } from '../time/checked.ts'
import { canonicalJson } from '../value/canonicalJson.ts'
import { parsePath } from '../value/parsePath.ts'
import type { ChangeRef, Finding } from './finding.ts'
import { newest } from './finding.ts'
import { reach } from './path.ts'
import { satisfies } from './predicate.ts'
import type { Subject } from './subject.ts'
import { traitsAt, valuesOfTrait } from './subject.ts'
import { boundsOf, isWithin } from './window.ts'
import type { World } from './world.ts'

/** A trait's value satisfies a predicate; with `for`, it has done so for that long. */
export function traitHolds(condition: TraitCondition, subject: Subject, world: World): Finding {
  const { trait, is } = condition
  const values = valuesOfTrait(subject, trait)
  const since = changesOf(trait, subject).at(-1)?.at
  const found = { kind: 'trait', values, ...(since !== undefined && { since }) } as const
  if (condition.for === undefined) return { holds: satisfies(values, is, world), found }
  const start = world.at - durationOf(condition.for)
  const standing = [start, ...subject.traitFacts.map((fact) => fact.at).filter((at) => at > start)]
  const holds = standing.every((at) =>
    satisfies(reach(traitsAt(subject.traitFacts, at), trait), is, world),
  )
  return { holds: holds && wasSetBy(start, trait, subject), found }
}

/** Whether a trait that the path depends on was sent by then, be it as null: what never was set has no age. */
function wasSetBy(instant: number, path: Path, { traitFacts }: Subject): boolean {
  const names = [path, parsePath(path)[0]?.key ?? path]
  return traitFacts.some(
    ({ at, traits }) => at <= instant && names.some((name) => Object.hasOwn(traits, name)),
  )
}

/** At one instant in the window a trait changed from one value to another. */
export function changeHolds(
  condition: TraitChangeCondition,
  subject: Subject,
  world: World,
): Finding {
  const { trait, changed, window } = condition
  const bounds = boundsOf(window, subject, world)
  const changes = changesOf(trait, subject).filter(
    ({ at, from, to }) =>
      isWithin(bounds, at) &&
      (changed.from === undefined || satisfies(from, changed.from, world)) &&
      (changed.to === undefined || satisfies(to, changed.to, world)),
  )
  const found = { kind: 'change', window: bounds, changes: newest(changes) } as const
  return { holds: changes.length > 0, found }
}

/** The instants at which what a path leads to became another, in order; the first value counts as a change from nothing. */
function changesOf(path: Path, { traitFacts }: Subject): readonly ChangeRef[] {
  const instants = [...new Set(traitFacts.map((fact) => fact.at))]
  return instants
    .map((at) => ({
      at,
      from: reach(traitsAt(traitFacts, at - 1), path),
      to: reach(traitsAt(traitFacts, at), path),
    }))
    .filter(({ from, to }) => canonicalJson(from) !== canonicalJson(to))
}
