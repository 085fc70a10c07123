import { beforeEach, expect, test } from 'vitest'
import type { Definition } from '@muster/core'
import { message, nothingDefined, START } from '../read/test-support/stores.ts'
import { emptyParts } from './evaluation.ts'
import { HotProfiles } from './hotProfiles.ts'
import { createProgram, type Program } from './program.ts'
import { readsOfAll } from './readProfiles.ts'
import type { News } from './touches.ts'

const program = (...definitions: readonly Definition[]): Program =>
  createProgram(
    definitions.map((definition, i) => ({ id: `a${i}`, number: i + 1, version: 1, definition })),
    nothingDefined.meanings,
  )

const MONTH: Definition = { event: 'Order Completed', window: { last: '30d' } }
const WEEK: Definition = { event: 'Order Completed', window: { last: '7d' } }
const YEAR: Definition = { event: 'Order Completed', window: { last: '365d' } }
const EUROS: Definition = {
  ...MONTH,
  where: [{ property: 'currency', is: { equals: 'EUR' } }],
}

const [one, two] = [1n, 2n]
let hot: HotProfiles
beforeEach(() => {
  hot = new HotProfiles()
  hot.serve(program(MONTH), 'UTC', START)
  for (const profile of [one, two]) {
    const evidence = emptyParts(profile)
    evidence.nodes.push(profile + 10n)
    evidence.kinds.push('email')
    evidence.identifiers['email'] = 1
    hot.keep(profile, { evidence, members: new Set([1]), isLinked: false })
  }
})

const order = (nodes: readonly bigint[] = []): News => ({
  cause: { kind: 'event', messageId: 'm' },
  dueAt: START,
  message: message('one', {}),
  identified: { nodes: nodes.map((node) => ({ node, kind: 'user_id' })), isNew: false },
})

test('a program that looks at no more than the one before finds everybody at hand', () => {
  for (const next of [program(MONTH, WEEK), program(WEEK), program(WEEK, WEEK)]) {
    hot.serve(next, 'UTC', START + 1)
    expect([hot.has(one), hot.remembered(one)]).toEqual([true, undefined])
  }
})

test.each([
  ['reaches back farther', program(MONTH, YEAR), 'UTC'],
  ['looks at a property more', program(MONTH, EUROS), 'UTC'],
  [
    'looks at who was seen',
    program(MONTH, { trait: 'profile.lastSeenAt', is: { exists: true } }),
    'UTC',
  ],
  ['has days that begin at another hour', program(MONTH), 'Europe/Berlin'],
])('of everybody only the evidence is read for one that %s', (_, next, zone) => {
  hot.serve(next, zone, START + 1)
  expect(hot.has(one)).toBe(false)
  const known = hot.remembered(one)
  expect(known?.evidence).toEqual({
    ...emptyParts(one),
    nodes: [11n],
    kinds: ['email'],
    identifiers: { email: 1 },
  })
  expect(known?.members).toEqual(new Set([1]))
  expect(hot.ownerOf(11n)).toBe(one)
})

test('to have read less once is not forgotten: what the first program looked at is read again for the third', () => {
  hot.serve(program(WEEK), 'UTC', START + 1)
  hot.serve(program(MONTH), 'UTC', START + 2)
  expect([hot.has(one), hot.remembered(one)?.members.size]).toEqual([false, 1])
})

test('who somebody is, and what they are recorded members of, is kept true until their evidence is read', () => {
  const next = program(MONTH, EUROS)
  hot.serve(next, 'UTC', START + 1)
  hot.note(one, 2, true)
  hot.note(one, 1, false)
  expect(hot.get(one, [order([21n])], readsOfAll(next, 'UTC', START + 1))).toBeUndefined()
  const known = hot.remembered(one)
  expect(known?.members).toEqual(new Set([2]))
  expect(known?.evidence.nodes).toEqual([11n, 21n])
  expect(known?.evidence.kinds).toEqual(['email', 'user_id'])
  expect(known?.evidence.events).toEqual([])
  if (known !== undefined) hot.keep(one, known)
  expect([hot.has(one), hot.remembered(one)]).toEqual([true, undefined])
  hot.forget(two)
  expect([hot.remembered(two), hot.ownerOf(12n)]).toEqual([undefined, undefined])
})

test('what is recorded by another way than a tick is taken over, and what was being read meanwhile is void', async () => {
  const { generation } = hot
  hot.serve(program(MONTH, EUROS), 'UTC', START + 1)
  const two_ = hot.remembered(two)
  if (two_ !== undefined) hot.keep(two, two_)
  const asked: bigint[] = []
  await hot.correct([1, 2], (profiles) => {
    asked.push(...profiles)
    return Promise.resolve(new Map([[two, new Set([2])]]))
  })
  expect(asked.toSorted()).toEqual([one, two])
  expect(hot.remembered(one)?.members).toEqual(new Set())
  expect(two_?.members).toEqual(new Set([2]))
  expect(hot.generation).toBe(generation + 1)
})

test('those of whom least is known go first when there is too much', () => {
  hot = new HotProfiles(4)
  const full = (profile: bigint) => {
    const evidence = emptyParts(profile)
    evidence.nodes.push(profile + 10n)
    evidence.seenAt.push(1, 2)
    return { evidence, members: new Set<number>(), isLinked: false }
  }
  hot.keep(1n, full(1n))
  hot.serve(program(MONTH), 'UTC', START)
  for (const profile of [2n, 3n]) hot.keep(profile, full(profile))
  expect([hot.remembered(1n), hot.ownerOf(11n)]).toEqual([undefined, undefined])
  expect([hot.has(2n), hot.has(3n)]).toEqual([true, true])
})
