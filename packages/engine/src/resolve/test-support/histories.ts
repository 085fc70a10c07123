import fc from 'fast-check'
import { countFrom, referenceHistory } from '@muster/core'
import type {
  Identifier,
  IdentityLimits,
  MergeStep,
  Message,
  MessageKind,
  UnmergeStep,
} from '@muster/core'

/** What can happen to identities. */
export type IdentityStep = Message | UnmergeStep | MergeStep

/** Few values, so that messages meet; small limits are passed soon. */
const identifiers = fc.record({
  kind: fc.constantFrom('user_id', 'email', 'device_id', 'anonymous_id', 'crm'),
  value: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
})

const priorities = ['user_id', 'email', 'device_id', 'anonymous_id', 'crm']

interface Draft {
  readonly identifiers: readonly Identifier[]
  readonly previous?: Identifier
}

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

/** A decision before it is known what there is to decide about: numbers to pick with. */
const picks = fc.record({
  decide: fc.constantFrom('unmerge' as const, 'merge' as const),
  which: fc.nat(50),
  groups: fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }),
})

/** Messages in order of arrival; each has a `messageId` of its own. */
export function messageSequences(maxLength: number): fc.Arbitrary<readonly Message[]> {
  return fc
    .array(drafts, { minLength: 1, maxLength })
    .map((all) => all.map((draft, index) => messageOf(draft, index)))
}

/**
 * Messages with people's decisions between them, about profiles that exist by then under these limits: what decisions name at
 * random hardly ever exists.
 */
export function histories(
  limits: IdentityLimits,
  maxLength: number,
): fc.Arbitrary<readonly IdentityStep[]> {
  const drawn = fc.oneof({ weight: 5, arbitrary: drafts }, { weight: 1, arbitrary: picks })
  return fc.array(drawn, { minLength: 1, maxLength }).map((all) => {
    const steps: IdentityStep[] = []
    for (const [index, one] of all.entries()) {
      const step = 'decide' in one ? decisionOf(one, steps, limits) : messageOf(one, index)
      if (step !== undefined) steps.push(step)
    }
    return steps
  })
}

type Picked = typeof picks extends fc.Arbitrary<infer Value> ? Value : never

/** Nothing when there is nothing to pick from. */
function decisionOf(
  { decide, which, groups }: Picked,
  before: readonly IdentityStep[],
  limits: IdentityLimits,
): IdentityStep | undefined {
  const { graph } = referenceHistory(before, limits, countFrom(1n))
  const members = graph.profiles().map((profile) => graph.members(profile))
  if (decide === 'merge') {
    const [one, other] = [members[which % members.length], members[(which + 1) % members.length]]
    if (one?.[0] === undefined || other?.[0] === undefined) return undefined
    return { kind: 'merge', one: one[0].identifier, other: other[0].identifier }
  }
  const several = members.filter(({ length }) => length > 1)
  const taken = several[which % several.length]
  if (taken?.[0] === undefined) return undefined
  const named = [1, 2].map((group) =>
    taken.filter((_, index) => groups[index % groups.length] === group),
  )
  return {
    kind: 'unmerge',
    of: taken[0].identifier,
    groups: named
      .map((nodes) => nodes.map(({ identifier }) => identifier))
      .filter(({ length }) => length > 0),
  }
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
