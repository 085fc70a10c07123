import type { Path, TraitChangeCondition, TraitCondition } from '../audience/definition.ts'
import { namesBehind } from '../audience/computedTrait.ts'
import { durationOf } from '../time/checked.ts'
import { canonicalJson } from '../value/canonicalJson.ts'
import { parsePath } from '../value/parsePath.ts'
import type { TraitFact } from '../evidence/evidence.ts'
import type { ChangeRef, Finding, Found } from './finding.ts'
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
  const found = (): Found => {
    // A computed trait is worth its value for as long as the evidence says so, and keeps no record of when that began.
    const isComputed = namesBehind(trait).some((name) => subject.computed(name) !== undefined)
    const since = isComputed ? undefined : changesOf(trait, subject).at(-1)?.at
    return { kind: 'trait', values, ...(since !== undefined && { since }) }
  }
  if (condition.for === undefined) return { holds: satisfies(values, is, world), found }
  return {
    holds: heldSince(world.at - durationOf(condition.for), condition, subject, world),
    found,
  }
}

/** Whether the values have satisfied the predicate since an instant; a trait that never was sent by then, be it as null, has no age. */
function heldSince(
  start: number,
  { trait, is }: TraitCondition,
  subject: Subject,
  world: World,
): boolean {
  const facts = factsOf(trait, subject)
  const standing = [start, ...facts.map((fact) => fact.at).filter((at) => at > start)]
  return (
    facts.some(({ at }) => at <= start) &&
    standing.every((at) => satisfies(reach(traitsAt(facts, at), trait), is, world))
  )
}

/** The facts that say something of what a path reads: the trait with exactly that name, or the one that it walks into. */
function factsOf(path: Path, { traitFacts }: Subject): readonly TraitFact[] {
  const walked = parsePath(path)[0]?.key ?? path
  return traitFacts.filter(
    ({ traits }) => Object.hasOwn(traits, path) || Object.hasOwn(traits, walked),
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
  return {
    holds: changes.length > 0,
    found: () => ({ kind: 'change', window: bounds, changes: newest(changes) }),
  }
}

/** The instants at which what a path leads to became another, in order; the first value counts as a change from nothing. */
function changesOf(path: Path, subject: Subject): readonly ChangeRef[] {
  const facts = factsOf(path, subject)
  const instants = [...new Set(facts.map((fact) => fact.at))]
  return instants
    .map((at) => ({
      at,
      from: reach(traitsAt(facts, at - 1), path),
      to: reach(traitsAt(facts, at), path),
    }))
    .filter(({ from, to }) => canonicalJson(from) !== canonicalJson(to))
}
