import fc from 'fast-check'
import type { Identifier, Message } from '../message/message.ts'
import { compareKinds } from './identifierKinds.ts'
import type { IdentityGraph } from './identityGraph.ts'
import type { HistoryStep } from './referenceHistory.ts'

/** `u:1 e:a@x.de` reads better in a table than a list of objects. */
export function ids(text: string): readonly Identifier[] {
  return text.split(' ').map((word) => {
    const [letter = '', value = ''] = word.split(':')
    return { kind: kinds[letter] ?? letter, value }
  })
}

export function id(text: string): Identifier {
  const [identifier] = ids(text)
  if (identifier === undefined) throw new Error('no identifier')
  return identifier
}

const kinds: Readonly<Record<string, string>> = {
  u: 'user_id',
  e: 'email',
  p: 'phone',
  d: 'device_id',
  a: 'anonymous_id',
}

let messages = 0

/** A track call with these identifiers, already in their order; each call has a new messageId. */
export function message(identifiers: string, more: Partial<Message> = {}): Message {
  return {
    kind: 'track',
    messageId: `m${++messages}`,
    timestamp: 1_000,
    receivedAt: 2_000,
    event: 'Seen',
    properties: {},
    traits: {},
    context: {},
    groupId: '',
    identifiers: ids(identifiers),
    ...more,
  }
}

export const alias = (user: string, previousId: string): Message =>
  message(user, { kind: 'alias', event: '', previous: id(`a:${previousId}`) })

/** The partition as text, such as `1: e:a u:1 | 4: a:9`; sorted, so that it can be compared. */
export function partition(graph: IdentityGraph): string {
  const letters = Object.fromEntries(Object.entries(kinds).map(([letter, kind]) => [kind, letter]))
  return graph
    .profiles()
    .toSorted((a, b) => Number(a - b))
    .map((profile) => {
      const words = graph
        .members(profile)
        .map(
          ({ identifier }) => `${letters[identifier.kind] ?? identifier.kind}:${identifier.value}`,
        )
      return `${profile}: ${words.sort().join(' ')}`
    })
    .join(' | ')
}

const smallIdentifier: fc.Arbitrary<Identifier> = fc.record({
  kind: fc.constantFrom('user_id', 'email', 'anonymous_id', 'loyalty'),
  value: fc.constantFrom('1', '2', '3', '4'),
})

const groupOfIdentifiers = fc.uniqueArray(smallIdentifier, {
  minLength: 1,
  maxLength: 4,
  selector: ({ kind, value }) => kind + value,
})

/** Messages whose few identifiers meet often; one in six is an alias call. */
export const arbitraryMessage: fc.Arbitrary<Message> = fc
  .record({
    messageId: fc.uuid(),
    identifiers: groupOfIdentifiers,
    previous: fc.constantFrom('1', '2', '3', '4'),
    isAlias: fc.nat(5).map((chance) => chance === 0),
  })
  .map(({ messageId, identifiers, previous, isAlias }) => {
    const sorted = identifiers.toSorted((a, b) => compareKinds(a.kind, b.kind))
    return isAlias && sorted[0]?.kind === 'user_id'
      ? message('', {
          messageId,
          identifiers: sorted,
          kind: 'alias',
          previous: { kind: 'anonymous_id', value: previous },
        })
      : message('', { messageId, identifiers: sorted })
  })

/** Messages and now and then a person's decision; decisions that make no sense are refused by rule, and change nothing. */
export const arbitrarySteps: fc.Arbitrary<readonly HistoryStep[]> = fc.array(
  fc.oneof(
    { arbitrary: arbitraryMessage, weight: 8 },
    {
      arbitrary: fc.record({
        kind: fc.constant('unmerge' as const),
        of: smallIdentifier,
        groups: fc.array(groupOfIdentifiers, { minLength: 1, maxLength: 2 }),
      }),
      weight: 2,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant('merge' as const),
        one: smallIdentifier,
        other: smallIdentifier,
      }),
      weight: 1,
    },
  ),
  { maxLength: 30 },
)
