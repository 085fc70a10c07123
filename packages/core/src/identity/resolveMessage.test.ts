import { expect, test } from 'vitest'
import type { Message } from '../message/message.ts'
import { alias, id, ids, message, partition } from './identityFixtures.test-support.ts'
import { defaultIdentityLimits as limits } from './identityLimits.ts'
import type { HistoryStep } from './referenceHistory.ts'
import { countFrom, referenceHistory } from './referenceHistory.ts'
import { resolveMessage } from './resolveMessage.ts'

const after = (...steps: readonly HistoryStep[]) => referenceHistory(steps, limits).graph

const effectsAfter = (steps: readonly HistoryStep[], last: Message) => {
  const next = countFrom(1n)
  const { graph } = referenceHistory(steps, limits, next)
  return resolveMessage(graph, last, limits, next)
}

test('[I11] a message of identifiers that nobody has creates a profile with the number of the first one', () => {
  const resolved = effectsAfter([], message('u:1 e:x a:9'))
  expect(resolved).toMatchObject({ node: 1n, profile: 1n, used: ids('u:1 e:x a:9') })
  expect(resolved.effects.map(({ effect }) => effect)).toEqual([
    'profile_created',
    'identifier_assigned',
    'identifier_assigned',
    'identifier_assigned',
  ])
})

test('[I12] the message stands under the node of its highest-priority identifier, of whatever profile the others are', () => {
  const resolved = effectsAfter([message('a:9'), message('e:x')], message('u:1 e:x a:9'))
  expect(resolved).toMatchObject({ node: 3n, profile: 1n })
})

test('[I13] the older profile survives, and the merge names its cause', () => {
  const last = message('u:1 a:9')
  const { profile, effects } = effectsAfter([message('a:9'), message('u:1')], last)
  expect(profile).toBe(1n)
  expect(effects).toEqual([
    {
      effect: 'profiles_merged',
      survivor: 1n,
      absorbed: 2n,
      cause: {
        cause: 'seen_together',
        messageId: last.messageId,
        at: 2_000,
        identifiers: ids('u:1 a:9'),
      },
    },
  ])
})

test('[I13] one message joins any number of profiles', () => {
  const graph = after(message('a:1'), message('d:2'), message('e:3'), message('u:1 e:3 d:2 a:1'))
  expect(partition(graph)).toBe('1: a:1 d:2 e:3 u:1')
})

test('[I14] two users who share a device stay two: the device is left out for the second', () => {
  const steps = [message('u:1 d:x'), message('u:2')]
  const { effects, profile } = effectsAfter(steps, message('u:2 d:x'))
  expect(profile).toBe(3n)
  expect(effects).toEqual([
    {
      effect: 'identifier_left_out',
      identifier: id('d:x'),
      obstacle: { because: 'limit', kind: 'user_id', limit: 1 },
    },
  ])
})

test('[I14] a new user id is not added to a profile that has one', () => {
  expect(partition(after(message('u:1 a:9'), message('u:2 a:9')))).toBe('1: a:9 u:1 | 3: u:2')
})

test('[I14] the sixth email is left out', () => {
  const graph = after(...['1', '2', '3', '4', '5', '6'].map((n) => message(`u:1 e:${n}`)))
  expect(partition(graph)).toBe('1: e:1 e:2 e:3 e:4 e:5 u:1')
})

test('[I14] a kind that has passed its limit still meets profiles that have none of it', () => {
  const graph = after(
    message('u:1'),
    message('u:2'),
    alias('u:2', '1'),
    message('e:x'),
    message('u:2 e:x a:9'),
  )
  expect(partition(graph)).toBe('1: a:9 e:x u:1 u:2')
})

test('[I15] the lowest priority is left out first, and what it alone would have brought stays unknown', () => {
  const steps = [message('u:1 e:x'), message('u:2')]
  const { effects } = effectsAfter(steps, message('u:2 e:x a:new'))
  expect(effects).toMatchObject([{ identifier: id('a:new') }, { identifier: id('e:x') }])
  expect(partition(after(...steps, message('u:2 e:x a:new')))).toBe('1: e:x u:1 | 3: u:2')
})

test('[I16] two new user ids in one message: the first is used', () => {
  expect(partition(after(message('u:1 u:2')))).toBe('1: u:1')
})

test('[I17] alias joins an anonymous id to its user', () => {
  expect(partition(after(message('a:9'), message('u:1'), alias('u:1', '9')))).toBe('1: a:9 u:1')
  expect(partition(after(alias('u:1', '9')))).toBe('1: a:9 u:1')
})

test('[I17] alias joins an id that was seen as a user id although the limit is passed, and says so', () => {
  const steps = [message('u:old e:x'), message('u:new')]
  expect(partition(after(...steps, alias('u:new', 'old')))).toBe('1: e:x u:new u:old')
  expect(effectsAfter(steps, alias('u:new', 'old')).effects).toMatchObject([
    { effect: 'profiles_merged', survivor: 1n, absorbed: 3n, cause: { cause: 'alias' } },
  ])
})

test('[I17] alias passes no other limit: the previous id is left out', () => {
  const emails = (user: string) => ['1', '2', '3'].map((n) => message(`u:${user} e:${user}${n}`))
  const { effects } = effectsAfter([...emails('a'), ...emails('b')], alias('u:b', 'a'))
  expect(effects).toMatchObject([
    { identifier: id('u:a'), obstacle: { because: 'limit', kind: 'email', limit: 5 } },
  ])
})

test('[I17] alias of an id to itself does nothing', () => {
  const { effects } = effectsAfter([message('u:1')], alias('u:1', '1'))
  expect(effects).toEqual([])
})

test('[I18] evidence never joins what a person has taken apart, not over a third profile either', () => {
  const steps: HistoryStep[] = [
    message('u:1 e:x a:9'),
    { kind: 'unmerge', of: id('u:1'), groups: [ids('a:9')] },
  ]
  expect(partition(after(...steps))).toBe('1: e:x u:1 | 3: a:9')
  expect(partition(after(...steps, message('u:1 a:9')))).toBe('1: e:x u:1 | 3: a:9')
  expect(partition(after(...steps, message('d:5 a:9'), message('e:x d:5')))).toBe(
    '1: e:x u:1 | 3: a:9 d:5',
  )
  expect(effectsAfter(steps, message('e:x a:9')).effects).toMatchObject([
    { effect: 'identifier_left_out', obstacle: { because: 'unmerged', decision: 4n } },
  ])
  expect(partition(after(...steps, alias('u:1', '9')))).toBe('1: e:x u:1 | 3: a:9')
})

test('[I18] identifiers that come later are of no group and may join either side', () => {
  const steps: HistoryStep[] = [
    message('u:1 a:9'),
    { kind: 'unmerge', of: id('u:1'), groups: [ids('a:9')] },
    message('e:x a:9'),
    message('u:1 e:y'),
  ]
  expect(partition(after(...steps))).toBe('1: e:y u:1 | 2: a:9 e:x')
})

test('[I17] what somebody said comes first: the rest of an alias call meets the users as one', () => {
  const steps = [message('u:1'), message('u:2 e:x')]
  const call = { ...alias('u:1', '2'), identifiers: ids('u:1 e:x a:new') }
  const { effects, used } = effectsAfter(steps, call)
  expect(used).toEqual(ids('u:1 u:2 e:x a:new'))
  expect(effects.filter(({ effect }) => effect === 'identifier_left_out')).toEqual([])
  expect(partition(after(...steps, call))).toBe('1: a:new e:x u:1 u:2')
})

test('[I17] a previous id that is also the anonymousId is one identifier, joined or left out once', () => {
  const call = { ...alias('u:2', '9'), identifiers: ids('u:2 a:9 loyalty:5') }
  expect(effectsAfter([message('a:9')], call).used).toEqual(ids('u:2 a:9 loyalty:5'))
  const { used, effects } = effectsAfter([message('u:1 a:9')], call)
  expect(used).toEqual(ids('u:2 loyalty:5'))
  expect(effects[0]).toMatchObject({ effect: 'identifier_left_out', identifier: id('a:9') })
  expect(effects.filter(({ effect }) => effect === 'identifier_left_out')).toHaveLength(1)
})
