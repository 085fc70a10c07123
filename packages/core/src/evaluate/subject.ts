import type { EventSelector, Path } from '../audience/definition.ts'
import { selectsName } from '../audience/selectsName.ts'
import type { AccountEvidence, EventFact, Evidence, TraitFact } from '../evidence/evidence.ts'
import { byTimeThenId } from '../evidence/order.ts'
import { formatInstant } from '../time/instant.ts'
import type { Json, JsonObject } from '../value/json.ts'
import { reach } from './path.ts'

/**
 * What conditions look at: a profile, or an account with the events of all its profiles. Facts later than the instant of evaluation
 * are gone, the others are in order.
 */
export interface Subject {
  /** The events that a selector names. */
  readonly events: (selector: EventSelector) => readonly EventFact[]
  readonly traitFacts: readonly TraitFact[]
  /** The traits as they stand at the instant of evaluation, computed ones included. */
  readonly traits: () => JsonObject
  /** Present when the subject is a profile. */
  readonly profile?: Evidence
}

export function profileSubject(evidence: Evidence, at: number): Subject {
  const { events, traitFacts, traits } = accountSubject(evidence, at)
  return {
    events,
    traitFacts,
    // Computed traits win over sent ones of the same name.
    traits: lazy(() => ({ ...traits(), ...computedTraits(evidence, at) })),
    profile: evidence,
  }
}

export function accountSubject(
  evidence: Pick<AccountEvidence, 'events' | 'traits'>,
  at: number,
): Subject {
  const until = <F extends EventFact | TraitFact>(facts: readonly F[]): readonly F[] =>
    facts.filter((fact) => fact.at <= at).sort(byTimeThenId)
  const traitFacts = until(evidence.traits)
  return {
    events: selectedFrom(until(evidence.events)),
    traitFacts,
    traits: lazy(() => traitsAt(traitFacts, at)),
  }
}

/** Events by selector: many conditions ask for the same few names. */
function selectedFrom(events: readonly EventFact[]): Subject['events'] {
  const byName = new Map<string, EventFact[]>()
  for (const event of events) {
    const named = byName.get(event.name)
    if (named === undefined) byName.set(event.name, [event])
    else named.push(event)
  }
  const known = new Map<EventSelector, readonly EventFact[]>(byName).set('*', events)
  return (selector) => {
    const found = known.get(selector)
    if (found !== undefined) return found
    const selected = events.filter(({ name }) => selectsName(selector, name))
    known.set(selector, selected)
    return selected
  }
}

function lazy<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => (made ??= make())
}

/** The values that a trait's path leads to now. */
export function valuesOfTrait(subject: Subject, path: Path): readonly Json[] {
  return reach(subject.traits(), path)
}

/**
 * The sent traits as they stood at an instant: of each name the latest value, objects replaced whole, null unsetting. Of several
 * values at one timestamp only the last ever stands.
 */
export function traitsAt(facts: readonly TraitFact[], at: number): JsonObject {
  const standing = facts.filter((fact) => fact.at <= at).flatMap((f) => Object.entries(f.traits))
  return Object.fromEntries(standing)
}

function computedTraits({ seenAt, identifiers }: Evidence, at: number): JsonObject {
  const seen = seenAt.filter((instant) => instant <= at).sort((a, b) => a - b)
  const written = (instant: number | undefined): Json =>
    instant === undefined ? null : formatInstant(instant)
  const isKnown = ['user_id', 'email', 'phone'].some(
    (kind) => identifierCount(identifiers, kind) > 0,
  )
  return {
    'profile.firstSeenAt': written(seen[0]),
    'profile.lastSeenAt': written(seen.at(-1)),
    'profile.isKnown': isKnown,
  }
}

export function identifierCount(identifiers: Evidence['identifiers'], kind: string): number {
  return Object.hasOwn(identifiers, kind) ? (identifiers[kind] ?? 0) : 0
}
