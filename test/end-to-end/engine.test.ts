import { expect, test } from 'vitest'
import { engineForTests } from './engine.test-support.ts'

const t = engineForTests('2026-03-01T12:00:00Z')
const { take, send, live, membersOf } = t

test('a buyer enters an audience at once, and leaves it to the millisecond when the window has passed', async () => {
  await live('recent-buyers', { event: 'Order Completed', window: { last: '1h' } })
  await send({
    type: 'track',
    userId: 'u1',
    event: 'Order Completed',
    messageId: 'm1',
    properties: { total: 10 },
  })
  expect(await membersOf('recent-buyers')).toEqual(['user_id:u1'])
  t.now += 3_600_000 - 1
  await t.engine.settle()
  expect(await membersOf('recent-buyers')).toEqual(['user_id:u1'])
  t.now += 1
  await t.engine.settle()
  expect(await membersOf('recent-buyers')).toEqual([])
  const { changes } = await t.engine.changes.page({ limit: 10, audience: 'recent-buyers' })
  expect(changes.map(({ entered, cause }) => [entered, cause.kind])).toEqual([
    [true, 'event'],
    [false, 'edge'],
  ])
})

test('a duplicate changes nothing, and a merge unites what two profiles did', async () => {
  await live('two-orders', { event: 'Order Completed', is: { atLeast: 2 } })
  await send({ type: 'track', anonymousId: 'a2', event: 'Order Completed', messageId: 'm2' })
  expect(
    await take({ type: 'track', anonymousId: 'a2', event: 'Order Completed', messageId: 'm2' }),
  ).toMatchObject({ accepted: 0, duplicates: 1 })
  await send({ type: 'track', userId: 'u2', event: 'Order Completed', messageId: 'm3' })
  expect(await membersOf('two-orders')).toEqual([])
  await send({ type: 'identify', userId: 'u2', anonymousId: 'a2', messageId: 'm4' })
  expect(await membersOf('two-orders')).toEqual(['user_id:u2 anonymous_id:a2'])
  const profile = await t.engine.profiles.find({ kind: 'user_id', value: 'u2' })
  const apart = await t.engine.profiles.unmerge(
    profile ?? 0n,
    [[{ kind: 'user_id', value: 'u2' }]],
    'tester',
  )
  expect(apart.ok).toBe(true)
  await t.engine.settle()
  expect(await membersOf('two-orders')).toEqual([])
})

test('another time zone moves midnight, and whoever that concerns', async () => {
  t.now = Date.parse('2026-03-02T03:00:00Z')
  await live('seen-today', { event: 'App Opened', window: { calendar: 'today' } })
  await send({
    type: 'track',
    userId: 'u3',
    event: 'App Opened',
    messageId: 'm5',
    timestamp: '2026-03-01T23:30:00Z',
  })
  expect(await membersOf('seen-today')).toEqual([])
  expect(await t.engine.settings.change({ zone: 'America/New_York' }, 'tester')).toMatchObject({
    ok: true,
  })
  await t.engine.settle()
  expect(await membersOf('seen-today')).toEqual(['user_id:u3'])
})
