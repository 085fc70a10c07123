import fc from 'fast-check'
import type {
  AccountEvidence,
  AccountLink,
  EventFact,
  Evidence,
  TraitFact,
} from '../evidence/evidence.ts'
import {
  ACCOUNT_IDS,
  arbitraryInstant,
  EVENT_NAMES,
  IDENTIFIER_KINDS,
  LIST_IDS,
} from '../vocabulary.test-support.ts'
import { accountsAt } from './membership.ts'
import type { Witness } from './witness.test-support.ts'
import { arbitraryObjectWith } from './witness.test-support.ts'

/** Some profiles that share accounts, as far as any of it is known. */
export interface Population {
  readonly profiles: readonly Evidence[]
  /** The traits of group calls, which stand under an account whoever sent them. */
  readonly groupTraits: readonly { readonly accountId: string; readonly fact: TraitFact }[]
}

/** One message or removal, before it is told apart into facts. */
type Sent =
  | { readonly kind: 'event'; readonly fact: EventFact }
  | { readonly kind: 'identify'; readonly fact: TraitFact }
  | { readonly kind: 'group'; readonly link: AccountLink; readonly fact: TraitFact }
  | { readonly kind: 'other'; readonly at: number }

interface Drawn {
  readonly sent: readonly Sent[]
  readonly lists: readonly string[]
  readonly identifiers: Readonly<Record<string, number>>
}

/** Endings that make the ids of messages differ in every byte length: their order is by UTF-8, not by UTF-16. */
const ID_STARTS = ['', 'a', 'Z', 'é', '\uFFFD', '👍'] as const

const arbitraryJoined = fc.constantFrom(true, true, true, false)

function arbitrarySent(
  zone: string,
  witnesses: readonly Witness[],
): fc.Arbitrary<(messageId: string) => Sent> {
  const at = arbitraryInstant(zone)
  const properties = arbitraryObjectWith(witnesses, 'properties', zone)
  const context = arbitraryObjectWith(witnesses, 'context', zone)
  const traits = arbitraryObjectWith(witnesses, 'traits', zone)
  const event = fc
    .tuple(at, fc.constantFrom(...EVENT_NAMES), properties, context)
    .map(([at, name, properties, context]) => (messageId: string): Sent => {
      return { kind: 'event', fact: { at, messageId, name, properties, context } }
    })
  const identify = fc.tuple(at, traits).map(([at, traits]) => (messageId: string): Sent => {
    return { kind: 'identify', fact: { at, messageId, traits } }
  })
  const group = fc
    .tuple(at, fc.constantFrom(...ACCOUNT_IDS), arbitraryJoined, traits)
    .map(([at, accountId, joined, traits]) => (messageId: string): Sent => {
      const link = { accountId, at, messageId, joined }
      return { kind: 'group', link, fact: { at, messageId, traits } }
    })
  const other = at.map((at) => (): Sent => ({ kind: 'other', at }))
  return fc.oneof(
    { weight: 8, arbitrary: event },
    { weight: 4, arbitrary: identify },
    { weight: 3, arbitrary: group },
    { weight: 1, arbitrary: other },
  )
}

function arbitraryDrawn(zone: string, witnesses: readonly Witness[]): fc.Arbitrary<Drawn> {
  const count = fc.integer({ min: 0, max: 3 })
  const start = fc.tuple(fc.constantFrom(...ID_STARTS), arbitrarySent(zone, witnesses))
  return fc
    .record({
      starts: fc.oneof(
        { weight: 1, arbitrary: fc.array(start, { maxLength: 4 }) },
        { weight: 3, arbitrary: fc.array(start, { minLength: 12, maxLength: 24 }) },
      ),
      lists: fc.subarray([...LIST_IDS]),
      identifiers: fc.dictionary(fc.constantFrom(...IDENTIFIER_KINDS), count),
    })
    .map(({ starts, lists, identifiers }) => {
      const sent = starts.map(([start, make], i) => make(`${start}-${i}`))
      return { sent, lists, identifiers }
    })
}

/**
 * Up to three profiles with few messages each; ids of profiles count from 1, ids of messages are unique over all of them. With the
 * witnesses of a definition (`witnessesOf`) about half of its conditions find something.
 */
export function arbitraryPopulation(
  zone = 'UTC',
  witnesses: readonly Witness[] = [],
): fc.Arbitrary<Population> {
  return fc
    .array(arbitraryDrawn(zone, witnesses), { minLength: 1, maxLength: 3 })
    .map((drawn) => drawn.map((profile, i) => evidenceOf(profile, BigInt(i + 1))))
    .map((parts) => ({
      profiles: parts.map((part) => part.profile),
      groupTraits: parts.flatMap((part) => part.groupTraits),
    }))
}

function evidenceOf(
  { sent, lists, identifiers }: Drawn,
  profileId: bigint,
): { profile: Evidence; groupTraits: Population['groupTraits'] } {
  const own = <F extends { messageId: string }>(fact: F): F => ({
    ...fact,
    messageId: `${fact.messageId}-${profileId.toString()}`,
  })
  const events = sent.flatMap((s) => (s.kind === 'event' ? [own(s.fact)] : []))
  const traits = sent.flatMap((s) => (s.kind === 'identify' ? [own(s.fact)] : []))
  const groups = sent.flatMap((s) => (s.kind === 'group' ? [s] : []))
  // A removal is a call of the API, no message: nobody is seen by it.
  const calls = groups.filter(({ link }) => link.joined)
  const others = sent.flatMap((s) => (s.kind === 'other' ? [s.at] : []))
  const seen = [...events, ...traits, ...calls.map(({ fact }) => fact)].map(({ at }) => at)
  return {
    profile: {
      profileId,
      seenAt: [...seen, ...others],
      events,
      traits,
      identifiers,
      lists,
      accounts: groups.map(({ link }) => own(link)),
    },
    groupTraits: calls.map(({ link, fact }) => ({ accountId: link.accountId, fact: own(fact) })),
  }
}

/** An account's evidence at an instant: the events of all profiles that belong to it then, whenever they happened. */
export function accountEvidence(population: Population, id: string, at: number): AccountEvidence {
  const members = population.profiles.filter((profile) => accountsAt(profile, at).includes(id))
  return {
    id,
    events: members.flatMap((profile) => profile.events),
    traits: population.groupTraits.filter((g) => g.accountId === id).map((g) => g.fact),
  }
}
