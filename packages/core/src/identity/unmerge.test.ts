import { expect, test } from 'vitest'
import { alias, id, ids, message, partition } from './identityFixtures.test-support.ts'
import { defaultIdentityLimits as limits } from './identityLimits.ts'
import { mergeByHand } from './mergeByHand.ts'
import type { HistoryStep } from './referenceHistory.ts'
import { countFrom, referenceHistory } from './referenceHistory.ts'
import { unmerge } from './unmerge.ts'

const after = (...steps: readonly HistoryStep[]) => referenceHistory(steps, limits).graph
const takeApart = (of: string, ...groups: readonly string[]): HistoryStep => ({
  kind: 'unmerge',
  of: id(of),
  groups: groups.map(ids),
})
const putTogether = (one: string, other: string): HistoryStep => ({
  kind: 'merge',
  one: id(one),
  other: id(other),
})

test('[I20] a merge that is taken back gives both profiles their former ids', () => {
  const before = [message('u:1 a:1'), message('e:x a:2')]
  const graph = after(...before, message('a:1 a:2'), takeApart('u:1', 'e:x a:2'))
  expect(partition(graph)).toBe(partition(after(...before)))
  expect(partition(graph)).toBe('1: a:1 u:1 | 3: a:2 e:x')
})

test('[I20] identifiers that are not named stay with the profile', () => {
  const graph = after(message('u:1 e:x a:1 a:2'), takeApart('u:1', 'a:2', 'e:x'))
  expect(partition(graph)).toBe('1: a:1 u:1 | 2: e:x | 4: a:2')
})

test('[I20] if all are named, the group with the oldest identifier stays', () => {
  expect(partition(after(message('u:1 e:x'), takeApart('u:1', 'e:x', 'u:1')))).toBe(
    '1: u:1 | 2: e:x',
  )
})

test('[I20] a group whose former id is taken gets a fresh one', () => {
  // Node 1 leaves profile 1, which keeps its id; 3 is the decision and 4 the fresh number.
  expect(partition(after(message('u:1 e:x'), takeApart('u:1', 'u:1')))).toBe('1: e:x | 4: u:1')
})

test('[I21] a message follows its node, so each group has its own history again', () => {
  const steps: HistoryStep[] = [
    message('u:1 a:1', { event: 'by user' }),
    message('a:1', { event: 'by anonymous' }),
    takeApart('u:1', 'a:1'),
  ]
  const { evidence } = referenceHistory(steps, limits)
  expect(evidence.get(1n)?.events.map(({ name }) => name)).toEqual(['by user'])
  expect(evidence.get(2n)?.events.map(({ name }) => name)).toEqual(['by anonymous'])
})

test('[I22] a group without messages is a profile all the same', () => {
  const { evidence } = referenceHistory([message('u:1 e:x'), takeApart('u:1', 'e:x')], limits)
  expect(evidence.get(2n)).toMatchObject({ events: [], seenAt: [], identifiers: { email: 1 } })
})

test.each([
  [[], 'no_groups', ['groups']],
  [['u:1 e:x'], 'nothing_to_separate', ['groups', 0]],
  [['e:x', 'e:x'], 'named_twice', ['groups', 1, 0]],
  [['e:x a:other'], 'not_of_profile', ['groups', 0, 1]],
])('[I22] groups %j are refused as %s', (groups, code, at) => {
  const graph = after(message('u:1 e:x'), message('a:other'))
  const request = { profile: 1n, groups: groups.map(ids), by: 'ann', at: 5 }
  expect(unmerge(graph, request, countFrom(9n))).toMatchObject({ ok: false, issue: { code, at } })
})

test('[I22] an empty group, or a profile that there is not, is refused', () => {
  const graph = after(message('u:1 e:x'))
  const request = { profile: 1n, groups: [ids('e:x'), []], by: 'ann', at: 5 }
  expect(unmerge(graph, request, countFrom(9n))).toMatchObject({
    issue: { code: 'empty_group', at: ['groups', 1] },
  })
  expect(unmerge(graph, { ...request, profile: 7n }, countFrom(9n))).toMatchObject({
    issue: { code: 'unknown_profile', at: ['profile'] },
  })
})

test('[I23] a person puts together again what a person took apart, and evidence may do so from then on', () => {
  const apart = [message('u:1 e:x a:9'), takeApart('u:1', 'a:9')]
  expect(partition(after(...apart, putTogether('a:9', 'e:x')))).toBe('1: a:9 e:x u:1')
  const again = [...apart, putTogether('a:9', 'e:x'), takeApart('u:1', 'e:x')]
  expect(partition(after(...again, message('u:1 a:9')))).toBe('1: a:9 u:1 | 2: e:x')
})

test('[I23] the other groups of the decision stay apart', () => {
  const steps = [
    message('u:1 e:x a:9'),
    takeApart('u:1', 'a:9', 'e:x'),
    putTogether('a:9', 'u:1'),
    message('u:1 e:x'),
    message('e:x a:9'),
  ]
  expect(partition(after(...steps))).toBe('1: a:9 u:1 | 2: e:x')
})

test('[I23] no limit stands in the way of a person, and the older profile survives', () => {
  const graph = after(message('u:1'), message('u:2'), putTogether('u:2', 'u:1'))
  expect(partition(graph)).toBe('1: u:1 u:2')
})

test('[I23] a profile is not merged with itself', () => {
  const profile = after(message('u:1')).profile(1n)
  expect(mergeByHand(profile, profile, 'ann', 5)).toMatchObject({
    issue: { code: 'same_profile', at: ['profiles', 1] },
  })
})

test('[I18] alias is evidence too: it does not join users whom a person took apart', () => {
  const steps = [message('u:1'), message('u:2'), alias('u:2', '1'), takeApart('u:1', 'u:2')]
  expect(partition(after(...steps, alias('u:2', '1')))).toBe('1: u:1 | 2: u:2')
})
