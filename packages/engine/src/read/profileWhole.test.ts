import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordAssignments } from '../record/record.ts'
import { openChangeLog } from '../refresh/changeLog.ts'
import { profileWhole } from './profileWhole.ts'
import { message, nothingDefined, openStores, START, type Stores } from './test-support/stores.ts'
import type { ProfileWhole } from './profilesApi.ts'

let stores: Stores
beforeAll(async () => {
  stores = await openStores()
})
afterAll(() => stores.close())

const NOW = START + 86_400_000
const read = async (
  profile: bigint,
  options: { readonly events?: number; readonly before?: number } = {},
): Promise<ProfileWhole> => {
  const whole = await profileWhole(
    { ...stores, ...nothingDefined, computedTraits: new Map(), clock: () => NOW },
    profile,
    options,
  )
  if (whole === undefined) throw new Error(`no profile ${profile}`)
  return whole
}

describe('traits', () => {
  test('the latest value stands, with the message that set it; an unset one does not', async () => {
    await stores.record(
      message('ann', {
        kind: 'identify',
        messageId: 'i1',
        timestamp: 10,
        traits: { plan: 'free', age: 5 },
      }),
      message('ann', {
        kind: 'identify',
        messageId: 'i2',
        timestamp: 30,
        traits: { plan: 'pro', age: null },
      }),
      // It came late: it is history, and does not stand.
      message('ann', {
        kind: 'identify',
        messageId: 'i3',
        timestamp: 20,
        traits: { plan: 'trial' },
      }),
      message('ann', {
        kind: 'identify',
        messageId: 'i4',
        timestamp: NOW + 1,
        traits: { plan: 'later' },
      }),
    )
    const { traits, traitHistory } = await read(await stores.profile('ann'))
    expect(traits).toEqual({ plan: { value: 'pro', at: 30, messageId: 'i2' } })
    expect(traitHistory).toEqual([
      { name: 'age', value: null, at: 30, messageId: 'i2' },
      { name: 'plan', value: 'pro', at: 30, messageId: 'i2' },
      { name: 'plan', value: 'trial', at: 20, messageId: 'i3' },
      { name: 'age', value: 5, at: 10, messageId: 'i1' },
      { name: 'plan', value: 'free', at: 10, messageId: 'i1' },
    ])
  })
})

describe('timeline', () => {
  test('values come back as they were sent', async () => {
    const properties = {
      order: 9_007_199_254_740_993n,
      price: 0.1,
      'a.b': 'dots',
      a: { b: [1, { c: null }], e: {} },
      __proto__x: true,
      '': 'no name',
      'größe $': '',
    }
    const context = { page: { path: '/a' }, ip: '::1' }
    await stores.record(message('bob', { messageId: 'b1', timestamp: 50, properties, context }))
    const { events } = await read(await stores.profile('bob'))
    expect(events).toEqual([
      {
        messageId: 'b1',
        at: 50,
        receivedAt: 50,
        kind: 'track',
        name: 'Order Completed',
        properties,
        context,
      },
    ])
  })

  test('comes newest first, in pages that never cut one instant in two', async () => {
    const at = [100, 200, 200, 200, 300]
    await stores.record(
      ...at.map((timestamp, i) => message('cat', { messageId: `c${i}`, timestamp })),
    )
    const cat = await stores.profile('cat')
    const ids = async (options: { readonly events: number; readonly before?: number }) =>
      (await read(cat, options)).events.map((event) => event.messageId)
    expect(await ids({ events: 2 })).toEqual(['c4', 'c3', 'c2', 'c1'])
    expect(await ids({ events: 2, before: 200 })).toEqual(['c0'])
    expect(await ids({ events: 0 })).toEqual([])
  })

  test('tells the traits of identify and group calls as their properties', async () => {
    await stores.record(
      message('dan', { kind: 'identify', timestamp: 10, traits: { plan: null } }),
      message('dan', { kind: 'group', timestamp: 20, groupId: 'acme', traits: { seats: 3 } }),
      message('dan', { kind: 'alias', timestamp: 30 }),
    )
    const { events, firstSeenAt, lastSeenAt } = await read(await stores.profile('dan'))
    expect(events.map(({ kind, properties }) => [kind, properties])).toEqual([
      ['alias', {}],
      ['group', { seats: 3 }],
      ['identify', { plan: null }],
    ])
    expect([firstSeenAt, lastSeenAt]).toEqual([10, 30])
  })
})

test('accounts are those whose latest link is a group call', async () => {
  await stores.record(
    message('eve', { kind: 'group', timestamp: 10, groupId: 'acme' }),
    message('eve', { kind: 'group', timestamp: 10, groupId: 'globex' }),
  )
  const eve = await stores.profile('eve')
  expect((await read(eve)).accounts).toEqual(['acme', 'globex'])
  const columns = ['node', 'account_id', 'ts', 'message_id', 'joined']
  await stores.warehouse.insert('account_links', columns, [[eve, 'acme', 20, 'gone', 0]])
  expect((await read(eve)).accounts).toEqual(['globex'])
})

test('lists are those that some identifier is on now', async () => {
  await stores.record(message('fay', {}))
  const fay = await stores.profile('fay')
  const columns = ['list', 'node', 'present', 'version']
  await stores.warehouse.insert('list_entries', columns, [
    ['press', fay, 1, 1],
    ['vip', fay, 1, 2],
    ['press', fay, 0, 3],
  ])
  expect((await read(fay)).lists).toEqual(['vip'])
})

test('audiences say since when, also of who left and of who never came', async () => {
  const [in_, out] = [await stores.audience('in'), await stores.audience('out')]
  await stores.audience('never')
  await stores.record(message('gus', {}))
  const gus = await stores.profile('gus')
  const log = await openChangeLog(stores.warehouse, () => NOW)
  const change = (audience: number, entered: boolean, at: number) => ({
    audience,
    version: 1,
    profile: gus,
    entered,
    at,
    cause: { kind: 'edge' } as const,
    dueAt: at,
  })
  await log.append([change(in_, true, 10), change(out, true, 20)])
  await log.append([change(out, false, 30)])
  expect((await read(gus)).audiences).toEqual([
    { id: 'in', name: 'in', member: true, since: 10 },
    { id: 'never', name: 'never', member: false, since: undefined },
    { id: 'out', name: 'out', member: false, since: 30 },
  ])
})

test('a merge brings both histories together, an unmerge takes them apart', async () => {
  const device = { kind: 'anonymous_id', value: 'tablet' }
  await stores.record(
    message('hal', { messageId: 'h1', timestamp: 10, identifiers: [device] }),
    message('hal', { messageId: 'h2', timestamp: 20 }),
  )
  const hal = await stores.profile('hal')
  const ids = async (profile: bigint) => (await read(profile)).events.map((e) => e.messageId)
  expect(await ids(hal)).toEqual(['h2'])

  const both = [{ kind: 'user_id', value: 'hal' }, device]
  await stores.record(message('hal', { messageId: 'h3', timestamp: 30, identifiers: both }))
  const merged = await stores.profile('hal')
  expect(await ids(merged)).toEqual(['h3', 'h2', 'h1'])
  expect((await read(merged)).identifiers).toEqual(both)

  const decided = await stores.resolver.unmerge({
    profile: merged,
    groups: [[{ kind: 'user_id', value: 'hal' }]],
    at: NOW,
    by: 'test',
  })
  if (!decided.ok) throw new Error(decided.issue.message)
  await recordAssignments(stores.warehouse, decided.assignments)
  expect(await ids(merged)).toEqual(['h1'])
  expect(await ids(await stores.profile('hal'))).toEqual(['h3', 'h2'])
})

test('there is no profile without identifiers', async () => {
  expect(
    await profileWhole(
      { ...stores, ...nothingDefined, computedTraits: new Map(), clock: () => NOW },
      987_654n,
    ),
  ).toBeUndefined()
})
