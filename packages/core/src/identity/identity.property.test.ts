import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Identifier, Message } from '../message/message.ts'
import { batchIdentity, identifiersOf } from './batchIdentity.ts'
import type { Effect } from './effect.ts'
import { arbitraryMessage, arbitrarySteps, partition } from './identityFixtures.test-support.ts'
import type { IdentityGraph } from './identityGraph.ts'
import { limitOf } from './identityLimits.ts'
import type { IdentityLimits } from './identityLimits.ts'
import { countFrom, referenceHistory } from './referenceHistory.ts'
import { resolveBatch } from './resolveBatch.ts'
import { resolveMessage } from './resolveMessage.ts'
import { unmerge } from './unmerge.ts'

/** Low, so that they are passed all the time. */
const limits: IdentityLimits = {
  perKind: { user_id: 1, email: 2, anonymous_id: 3 },
  otherKinds: 2,
}
const isMessage = (step: { readonly kind: string }): step is Message =>
  !['unmerge', 'merge', 'removal'].includes(step.kind)

test('[I14] evidence that no person overrules never passes a limit', () => {
  fc.assert(
    fc.property(fc.array(arbitraryMessage, { maxLength: 40 }), (messages) => {
      const calls = messages.filter(({ kind }) => kind !== 'alias')
      const { graph } = referenceHistory(calls, limits)
      for (const profile of graph.profiles()) {
        for (const [kind, count] of graph.profile(profile).counts) {
          expect(count).toBeLessThanOrEqual(limitOf(limits, kind))
        }
      }
    }),
  )
})

test('[I19] a duplicate changes nothing, and a message that is resolved once more has no effect on the graph', () => {
  fc.assert(
    fc.property(arbitrarySteps, arbitraryMessage, (steps, call) => {
      const last = { ...call, messageId: 'the last one' }
      const next = countFrom(1n)
      const { graph } = referenceHistory([...steps, last], limits, next)
      const again = resolveMessage(graph, last, limits, next)
      expect(again.effects.filter(({ effect }) => effect !== 'identifier_left_out')).toEqual([])
      const duplicates = referenceHistory([...steps, last, ...steps.filter(isMessage)], limits)
      expect(partition(duplicates.graph)).toBe(partition(graph))
    }),
  )
})

test('[I12] a message belongs to the profile of each identifier that it used, in the order of their priorities', () => {
  fc.assert(
    fc.property(arbitrarySteps, arbitraryMessage, (steps, last) => {
      const next = countFrom(1n)
      const { graph } = referenceHistory(steps, limits, next)
      const { node, profile, used, effects } = resolveMessage(graph, last, limits, next)
      graph.apply(effects)
      expect(used[0]).toEqual(last.identifiers[0])
      expect(graph.nodeOf(last.identifiers[0] ?? { kind: '', value: '' })?.node).toBe(node)
      // A previous id, which comes first if it is used, may be one of the message's own.
      const isPrevious = (one: Identifier) => one.value === last.previous?.value
      const ownOnes = used.filter((one) => last.identifiers.includes(one) && !isPrevious(one))
      const inOrder = last.identifiers.filter((one) => !isPrevious(one))
      expect(ownOnes).toEqual(inOrder.slice(0, ownOnes.length))
      for (const identifier of used) expect(graph.nodeOf(identifier)?.profile).toBe(profile)
    }),
  )
})

test('[I13] no effect touches a profile that the message does not name, and the oldest of those that it joins survives', () => {
  fc.assert(
    fc.property(arbitrarySteps, arbitraryMessage, (steps, last) => {
      const next = countFrom(1n)
      const { graph } = referenceHistory(steps, limits, next)
      const before = new Map(graph.nodes().map(({ node, profile }) => [node, profile]))
      const named = new Set(
        identifiersOf([last]).flatMap((identifier) => graph.nodeOf(identifier)?.profile ?? []),
      )
      graph.apply(resolveMessage(graph, last, limits, next).effects)
      for (const { node, profile } of graph.nodes()) {
        const old = before.get(node)
        if (old === undefined) continue
        if (!named.has(old)) expect(profile).toBe(old)
        expect(profile <= old).toBe(true)
      }
    }),
  )
})

test('[I18] no profile ever has two sides of a decision', () => {
  fc.assert(
    fc.property(arbitrarySteps, (steps) => {
      const { graph } = referenceHistory(steps, limits)
      for (const profile of graph.profiles()) {
        const sides = new Map<bigint, number>()
        for (const { groups } of graph.members(profile)) {
          for (const [decision, group] of groups) {
            expect(sides.get(decision) ?? group).toBe(group)
            sides.set(decision, group)
          }
        }
      }
    }),
  )
})

test('[I20] taking a merge back restores the partition, ids included, when profiles hold their own oldest identifier', () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryMessage, { maxLength: 20 }),
      arbitraryMessage,
      (messages, last) => {
        const next = countFrom(1n)
        const { graph } = referenceHistory(messages, limits, next)
        const before = partition(graph)
        const groups = new Map<bigint, ReturnType<IdentityGraph['members']>>(
          graph.profiles().map((profile) => [profile, graph.members(profile)]),
        )
        const { effects } = resolveMessage(graph, last, limits, next)
        const merged: Effect[] = effects.filter(({ effect }) => effect === 'profiles_merged')
        graph.apply(merged)
        const absorbed = merged.flatMap((effect) =>
          effect.effect === 'profiles_merged' ? [effect.absorbed] : [],
        )
        const [first] = merged
        if (first?.effect !== 'profiles_merged') return
        const undone = unmerge(
          graph,
          {
            profile: first.survivor,
            groups: absorbed.map((id) =>
              (groups.get(id) ?? []).map(({ identifier }) => identifier),
            ),
            by: 'ann',
            at: 0,
          },
          next,
        )
        if (!undone.ok) throw new Error(undone.issue.message)
        graph.apply(undone.effects)
        expect(partition(graph)).toBe(before)
      },
    ),
  )
})

test('[I24] a batch that loaded only what it needs resolves as the whole graph does', () => {
  fc.assert(
    fc.property(arbitrarySteps, fc.array(arbitraryMessage, { maxLength: 12 }), (steps, batch) => {
      const [next, batchNext] = [countFrom(1n), countFrom(1n)]
      const { graph } = referenceHistory(steps, limits, next)
      referenceHistory(steps, limits, batchNext)
      const nodes = identifiersOf(batch).flatMap((identifier) => graph.nodeOf(identifier) ?? [])
      const profiles = [...new Set(nodes.map(({ profile }) => profile))]
      const identity = batchIdentity({ nodes, profiles: profiles.map((id) => graph.profile(id)) })
      const answers = resolveBatch(identity, batch, limits, batchNext)
      for (const [index, message] of batch.entries()) {
        const expected = resolveMessage(graph, message, limits, next)
        expect(answers[index]).toEqual(expected)
        graph.apply(expected.effects)
      }
    }),
  )
})
