import { beforeEach, expect, test } from 'vitest'
import type { Definition } from '@muster/core'
import { message, START } from '../read/test-support/stores.ts'
import { emptyParts } from './evaluation.ts'
import { HotProfiles } from './hotProfiles.ts'
import { KnownNodes } from './knownNodes.ts'
import type { Program } from './program.ts'
import { readsOfAll } from './readProfiles.ts'
import { programOf } from './test-support/programOf.ts'
import type { News } from './touches.ts'

const MONTH: Definition = { event: 'Order Completed', window: { last: '30d' } }
const WEEK: Definition = { event: 'Order Completed', window: { last: '7d' } }
const YEAR: Definition = { event: 'Order Completed', window: { last: '365d' } }
const EUROS: Definition = {
  ...MONTH,
  where: [{ property: 'currency', is: { equals: 'EUR' } }],
}

const [one, two] = [1n, 2n]
const base = programOf(MONTH)
let hot: HotProfiles
beforeEach(() => {
  hot = new HotProfiles()
  hot.serve(base, 'UTC', START)
  for (const profile of [one, two]) hot.keep(profile, read(profile, base))
})

function read(profile: bigint, readFor: Program) {
  const evidence = emptyParts(profile)
  evidence.nodes.push(profile + 10n)
  evidence.kinds.push('email')
  evidence.identifiers['email'] = 1
  return { evidence, isLinked: false, readFor }
}

let orders = 0
const order = (nodes: readonly bigint[] = []): News => ({
  cause: { kind: 'event', messageId: 'm' },
  dueAt: START,
  message: message('one', { messageId: `order-${++orders}` }),
  identified: { nodes: nodes.map((node) => ({ node, kind: 'user_id' })), isNew: false },
})

/** Whether what is known is all that these audiences of a program look at. */
const isEnough = (its: Program, numbers: readonly number[], news: readonly News[] = []): boolean =>
  hot.get(one, { numbers: new Set(numbers), news }, readsOfAll(its, 'UTC', START), START) !==
  undefined

test('who was read for one program is known to all audiences of another that look at no more', () => {
  for (const next of [programOf(MONTH, WEEK), programOf(WEEK), programOf(WEEK, WEEK)]) {
    hot.serve(next, 'UTC', START)
    expect(isEnough(next, [...next.all])).toBe(true)
  }
})

test.each<[string, Definition]>([
  ['reaches back farther', YEAR],
  ['looks at a property more', EUROS],
  ['looks at who was seen', { trait: 'profile.lastSeenAt', is: { exists: true } }],
  ['looks at accounts', { account: { trait: 'plan', is: { exists: true } } }],
])('and not to one that %s, until they are read again', (_, more) => {
  const next = programOf(MONTH, more)
  hot.serve(next, 'UTC', START)
  expect(isEnough(next, [1])).toBe(true)
  expect(isEnough(next, [1, 2])).toBe(false)
  hot.keep(one, read(one, next))
  expect(isEnough(next, [1, 2])).toBe(true)
})

test('what was read for a program long gone is enough for what that looked at, and no more', () => {
  const less = programOf(WEEK)
  hot.serve(less, 'UTC', START)
  hot.keep(one, read(one, less))
  hot.serve(base, 'UTC', START)
  expect(isEnough(base, [1])).toBe(false)
  hot.serve(programOf(WEEK, EUROS), 'UTC', START)
  expect(isEnough(programOf(WEEK, EUROS), [1])).toBe(true)
})

test('what came while less was looked at is read for whoever looks at it again', () => {
  const more = programOf(MONTH, EUROS)
  hot.serve(more, 'UTC', START)
  hot.keep(one, read(one, more))
  hot.serve(base, 'UTC', START)
  expect(isEnough(base, [1], [order()])).toBe(true)
  const again = programOf(MONTH, EUROS)
  hot.serve(again, 'UTC', START)
  expect(isEnough(again, [1])).toBe(true)
  expect(isEnough(again, [2])).toBe(false)
})

test('who somebody is and what they did is kept true while they are not known well enough', () => {
  const next = programOf(MONTH, EUROS)
  hot.serve(next, 'UTC', START)
  expect(isEnough(next, [2], [order([21n])])).toBe(false)
  expect(hot.known(one)?.evidence).toMatchObject({
    nodes: [11n, 21n],
    kinds: ['email', 'user_id'],
    identifiers: { email: 1, user_id: 1 },
    events: [{ name: 'Order Completed' }],
  })
  expect([hot.ownerOf(11n), hot.ownerOf(21n)]).toEqual([one, one])
  expect(isEnough(next, [1], [order()])).toBe(true)
  expect(hot.known(one)?.evidence.events).toHaveLength(2)
})

test('in another zone everybody is forgotten, and whoever is forgotten owns nothing', () => {
  hot.forget(two)
  expect([hot.known(two), hot.ownerOf(12n), hot.ownerOf(11n)]).toEqual([undefined, undefined, one])
  hot.serve(base, 'Europe/Berlin', START)
  expect([hot.known(one), hot.ownerOf(11n)]).toEqual([undefined, undefined])
})

test('those who were looked at last are kept when there is too much', () => {
  hot = new HotProfiles(new KnownNodes(), 4)
  const full = (profile: bigint) => {
    const its = read(profile, base)
    its.evidence.seenAt.push(1, 2)
    return its
  }
  for (const profile of [1n, 2n, 3n]) hot.keep(profile, full(profile))
  expect([hot.known(1n), hot.ownerOf(11n)]).toEqual([undefined, undefined])
  expect([hot.known(2n), hot.known(3n)].map((its) => its !== undefined)).toEqual([true, true])
})
