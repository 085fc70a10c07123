import { expect, test } from 'vitest'
import type { JsonObject } from '../value/json.ts'
import { alias, id, message } from './identityFixtures.test-support.ts'
import { defaultIdentityLimits as limits } from './identityLimits.ts'
import { referenceHistory } from './referenceHistory.ts'

const plan: JsonObject = { plan: 'pro' }

test('[I19] the first arrival of a messageId counts, whatever its type or profile is', () => {
  const { evidence } = referenceHistory(
    [
      message('u:1', { messageId: 'same', event: 'First' }),
      message('u:2', { messageId: 'same', event: 'Second' }),
      message('u:1', { messageId: 'same', kind: 'identify', event: '', traits: plan }),
    ],
    limits,
  )
  expect([...evidence.keys()]).toEqual([1n])
  expect(evidence.get(1n)).toMatchObject({ events: [{ name: 'First' }], traits: [] })
})

test('[I21] each kind of message is its kind of evidence, and every kind is a sighting', () => {
  const { evidence } = referenceHistory(
    [
      message('u:1', { messageId: 'a', timestamp: 1, properties: { n: 1 }, context: { c: 2 } }),
      message('u:1', { messageId: 'b', timestamp: 2, kind: 'page', event: 'Page Viewed' }),
      message('u:1', { messageId: 'c', timestamp: 3, kind: 'identify', traits: plan }),
      message('u:1', {
        messageId: 'd',
        timestamp: 4,
        kind: 'group',
        groupId: 'acme',
        traits: plan,
      }),
      { ...alias('u:1', '9'), messageId: 'e', timestamp: 5 },
    ],
    limits,
  )
  expect(evidence.get(1n)).toEqual({
    profileId: 1n,
    seenAt: [1, 2, 3, 4, 5],
    events: [
      { at: 1, messageId: 'a', name: 'Seen', properties: { n: 1 }, context: { c: 2 } },
      { at: 2, messageId: 'b', name: 'Page Viewed', properties: {}, context: {} },
    ],
    traits: [{ at: 3, messageId: 'c', traits: plan }],
    identifiers: { user_id: 1, anonymous_id: 1 },
    lists: [],
    accounts: [{ accountId: 'acme', at: 4, messageId: 'd', joined: true }],
  })
})

test('[I13] after a merge the survivor has the evidence of both', () => {
  const { evidence } = referenceHistory(
    [message('a:9', { event: 'A' }), message('u:1', { event: 'B' }), message('u:1 a:9')],
    limits,
  )
  expect([...evidence.keys()]).toEqual([1n])
  expect(evidence.get(1n)?.events.map(({ name }) => name)).toEqual(['A', 'B', 'Seen'])
})

test('[I12] a removal from an account is kept under the identifier, and is no sighting', () => {
  const { evidence, accountTraits } = referenceHistory(
    [
      message('u:1', { messageId: 'a', kind: 'group', groupId: 'acme', traits: plan }),
      { kind: 'removal', messageId: 'r', timestamp: 7, of: id('u:1'), groupId: 'acme' },
      { kind: 'removal', messageId: 's', timestamp: 8, of: id('u:nobody'), groupId: 'acme' },
    ],
    limits,
  )
  expect(evidence.get(1n)?.seenAt).toEqual([1_000])
  expect(evidence.get(1n)?.accounts).toEqual([
    { accountId: 'acme', at: 1_000, messageId: 'a', joined: true },
    { accountId: 'acme', at: 7, messageId: 'r', joined: false },
  ])
  expect([...accountTraits]).toEqual([['acme', [{ at: 1_000, messageId: 'a', traits: plan }]]])
})
