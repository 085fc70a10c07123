import { namesBehind } from '../audience/computedTrait.ts'
import type { EventSelector, Path } from '../audience/definition.ts'
import { selectsName } from '../audience/selectsName.ts'
import type { AccountEvidence, EventFact, Evidence, TraitFact } from '../evidence/evidence.ts'
import { byTimeThenId, isInOrder, type Ordered } from '../evidence/order.ts'
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
  /** The traits as they stand at the instant of evaluation, as far as a path may lead to them: those sent, and what the profile tells of itself. */
  readonly traits: (path: Path) => JsonObject
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
  const withOwn = new Map<Path, JsonObject>()
  const subject: Subject = {
    events,
    traitFacts,
    traits: (path) => {
      if (!path.startsWith('profile.')) return traits(path)
      const known = withOwn.get(path)
      if (known !== undefined) return known
      const own = traitOfProfile(path, evidence, at)
      if (own === undefined) return traits(path)
      const all = { ...traits(path), [path]: own }
      withOwn.set(path, all)
      return all
    },
    computed: (name) => {
      const found = known.get(name)
      if (found !== undefined || known.has(name)) return found
      const value = compute(name, subject)
      known.set(name, value)
      return value
    },
    profile: evidence,
  }
  return subject
}

export function accountSubject(
  evidence: Pick<AccountEvidence, 'events' | 'traits'>,
  at: number,
): Subject {
  const traitFacts = until(evidence.traits, at)
  return {
    events: selectedFrom(until(evidence.events, at)),
    traitFacts,
    traits: lazy(() => traitsAt(traitFacts, at)),
    computed: () => undefined,
  }
}

/** The facts up to an instant, in order. Whoever is evaluated again and again has them in order already. */
function until<Fact extends Ordered>(facts: readonly Fact[], at: number): readonly Fact[] {
  return isInOrder(facts) && (facts.at(-1)?.at ?? at) <= at
    ? facts
    : facts.filter((fact) => fact.at <= at).sort(byTimeThenId)
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
  const traits = subject.traits(path)
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
  const standing = facts.filter((fact) => fact.at <= at)
  const [only, ...others] = standing
  if (only !== undefined && others.length === 0) return only.traits
  return Object.fromEntries(standing.flatMap(({ traits }) => Object.entries(traits)))
}

/** What a profile tells of itself; `undefined` for any other path. */
function traitOfProfile(
  path: Path,
  { seenAt, identifiers }: Evidence,
  at: number,
): Json | undefined {
  switch (path) {
    case 'profile.firstSeenAt':
      return written(seenAt.reduce((a, b) => (b <= at && b < a ? b : a), Infinity))
    case 'profile.lastSeenAt':
      return written(seenAt.reduce((a, b) => (b <= at && b > a ? b : a), -Infinity))
    case 'profile.isKnown':
      return ['user_id', 'email', 'phone'].some((kind) => identifierCount(identifiers, kind) > 0)
    default:
      return undefined
  }
}

const written = (instant: number): Json =>
  Number.isFinite(instant) ? formatInstant(instant) : null

export function identifierCount(identifiers: Evidence['identifiers'], kind: string): number {
  return Object.hasOwn(identifiers, kind) ? (identifiers[kind] ?? 0) : 0
}
