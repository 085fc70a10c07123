import { namesBehind } from '../audience/computedTrait.ts'
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
  /** The traits as they stand at the instant of evaluation: those sent, and those of the profile itself. */
  readonly traits: () => JsonObject
  /** The value of a computed trait of this name, null when it is missing; `undefined` when there is no such computed trait. */
  readonly computed: (name: string) => Json | undefined
  /** Present when the subject is a profile. */
  readonly profile?: Evidence
}

/** `compute` gives the value of the computed trait of a name, if there is one; each is asked for once. */
export function profileSubject(
  evidence: Evidence,
  at: number,
  compute: (name: string, subject: Subject) => Json | undefined,
): Subject {
  const { events, traitFacts, traits } = accountSubject(evidence, at)
  const known = new Map<string, Json | undefined>()
  const subject: Subject = {
    events,
    traitFacts,
    traits: lazy(() => ({ ...traits(), ...traitsOfProfile(evidence, at) })),
    computed: (name) => {
      if (!known.has(name)) known.set(name, compute(name, subject))
      return known.get(name)
    },
    profile: evidence,
  }
  return subject
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
    computed: () => undefined,
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

/** The values that a trait's path leads to now. Computed traits win over sent ones of the same name. */
export function valuesOfTrait(subject: Subject, path: Path): readonly Json[] {
  const [exact, walked] = namesBehind(path)
  const value = exact === undefined ? undefined : subject.computed(exact)
  if (value !== undefined) return value === null ? [] : [value]
  const root = walked === undefined ? undefined : subject.computed(walked)
  const traits = subject.traits()
  return reach(
    walked === undefined || root === undefined
      ? traits
      : { ...traits, ...Object.fromEntries([[walked, root]]) },
    path,
  )
}

/**
 * The sent traits as they stood at an instant: of each name the latest value, objects replaced whole, null unsetting. Of several
 * values at one timestamp only the last ever stands.
 */
export function traitsAt(facts: readonly TraitFact[], at: number): JsonObject {
  const standing = facts.filter((fact) => fact.at <= at).flatMap((f) => Object.entries(f.traits))
  return Object.fromEntries(standing)
}

function traitsOfProfile({ seenAt, identifiers }: Evidence, at: number): JsonObject {
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
