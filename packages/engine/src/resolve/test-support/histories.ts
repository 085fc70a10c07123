import fc from 'fast-check'
import type { Identifier, MergeStep, Message, MessageKind, UnmergeStep } from '@muster/core'

/** What can happen to identities. */
export type IdentityStep = Message | UnmergeStep | MergeStep

/** Few values, so that messages meet; small limits are passed soon. */
const identifiers = fc.record({
  kind: fc.constantFrom('user_id', 'email', 'device_id', 'anonymous_id', 'crm'),
  value: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
})

const priorities = ['user_id', 'email', 'device_id', 'anonymous_id', 'crm']

type Draft = Pick<Message, 'identifiers' | 'previous'>

const drafts: fc.Arbitrary<Draft> = fc
  .record({
    identifiers: fc.uniqueArray(identifiers, {
      minLength: 1,
      maxLength: 3,
      selector: ({ kind, value }) => `${kind} ${value}`,
    }),
    previous: fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { freq: 8, nil: undefined }),
  })
  .map(({ identifiers, previous }) => ({
    identifiers: [...identifiers].sort(byPriority),
    ...(previous === undefined ? {} : { previous: { kind: 'anonymous_id', value: previous } }),
  }))

function byPriority(a: Identifier, b: Identifier): number {
  return priorities.indexOf(a.kind) - priorities.indexOf(b.kind)
}

const decisions = fc.oneof(
  fc.record({
    kind: fc.constant('unmerge' as const),
    of: identifiers,
    groups: fc.array(fc.array(identifiers, { minLength: 1, maxLength: 2 }), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
  fc.record({ kind: fc.constant('merge' as const), one: identifiers, other: identifiers }),
)

/** Messages in order of arrival; each has a `messageId` of its own. */
export function messageSequences(maxLength: number): fc.Arbitrary<readonly Message[]> {
  return fc
    .array(drafts, { minLength: 1, maxLength })
    .map((all) => all.map((draft, index) => messageOf(draft, index)))
}

/** Messages with people's decisions between them. Many decisions name what does not exist, and are refused. */
export function histories(maxLength: number): fc.Arbitrary<readonly IdentityStep[]> {
  return fc
    .array(fc.oneof({ weight: 6, arbitrary: drafts }, { weight: 1, arbitrary: decisions }), {
      minLength: 1,
      maxLength,
    })
    .map((all) => all.map((one, index) => ('kind' in one ? one : messageOf(one, index))))
}

/** A message with these identifiers, which says nothing else. */
export function messageOf(draft: Draft, index: number): Message {
  const kind: MessageKind = draft.previous === undefined ? 'track' : 'alias'
  return {
    kind,
    messageId: `message-${index}`,
    timestamp: 1_700_000_000_000 + index,
    receivedAt: 1_700_000_000_000 + index,
    event: kind === 'track' ? 'Seen' : '',
    properties: {},
    traits: {},
    context: {},
    groupId: '',
    ...draft,
  }
}

/** Cuts a list into pieces of these sizes, over and over. */
export function cut<One>(list: readonly One[], sizes: readonly number[]): readonly One[][] {
  const pieces: One[][] = []
  for (let start = 0; start < list.length;) {
    const size = sizes[pieces.length % sizes.length] ?? 1
    pieces.push(list.slice(start, start + size))
    start += size
  }
  return pieces
}
