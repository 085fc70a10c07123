import { expect, test } from 'vitest'
import { engineForTests, valueOf } from './engine.test-support.ts'

const MINUTE = 60_000
const DAY = 86_400_000

const t = engineForTests('2026-03-01T12:00:00Z')
const { send, order, live, membersOf, computedTraitsOf } = t

const define = async (name: string, expression: unknown) => {
  const made = valueOf(await t.engine.traits.create({ name, expression }, 'ada'))
  await t.engine.settle()
  return made
}

test('a computed trait is kept true by what happens and by the clock, like an audience', async () => {
  const made = await define('orders.recent', { event: 'Order Completed', window: { last: '30d' } })
  expect(made.sentence).toBe('Number of “Order Completed” in the last 30 days.')
  await define('orders.tier', {
    cases: [
      { when: { trait: 'orders.recent', is: { atLeast: 2 } }, value: 'often' },
      { when: { trait: 'orders.recent', is: { exactly: 1 } }, value: 'once' },
    ],
  })
  await live('often', { trait: 'orders.tier', is: { equals: 'often' } })
  const first = t.now
  await send(order('ann', { revenue: 10 }), order('bob', { revenue: 5 }))
  expect(await membersOf('often')).toEqual([])
  t.now += DAY
  await send(order('ann', { revenue: 20 }))
  expect(await membersOf('often')).toEqual(['user_id:ann'])
  expect(await computedTraitsOf('ann')).toMatchObject({
    'orders.recent': 2,
    'orders.tier': 'often',
  })

  // Ticks move on by a millisecond each while the clock stands still, so a little before is asked.
  t.now = first + 30 * DAY - MINUTE
  await t.engine.settle()
  expect(await membersOf('often')).toEqual(['user_id:ann'])
  t.now = first + 30 * DAY
  await t.engine.settle()
  expect(await membersOf('often')).toEqual([])
  const { changes } = await t.engine.changes.page({ limit: 10, audience: 'often' })
  expect(changes.map(({ entered, cause, dueAt }) => [entered, cause.kind, dueAt])).toEqual([
    [true, 'event', first + DAY],
    [false, 'edge', first + 30 * DAY],
  ])
})

test('days since an order come round by themselves, each at the end of its day', async () => {
  await define('orders.daysAgo', { event: 'Order Completed', aggregate: 'daysSinceLast' })
  await live('quiet', { trait: 'orders.daysAgo', is: { exactly: 3 } })
  await send(order('cid', { revenue: 1 }))
  const ordered = t.now
  const seen: [number, boolean][] = []
  for (const after of [3 * DAY - MINUTE, 3 * DAY, 4 * DAY - MINUTE, 4 * DAY]) {
    t.now = ordered + after
    await t.engine.settle()
    seen.push([after, (await membersOf('quiet')).includes('user_id:cid')])
  }
  expect(seen).toEqual([
    [3 * DAY - MINUTE, false],
    [3 * DAY, true],
    [4 * DAY - MINUTE, true],
    [4 * DAY, false],
  ])
  const { changes } = await t.engine.changes.page({ limit: 10, audience: 'quiet' })
  const its = changes.slice(-2).map(({ entered, dueAt }) => [entered, dueAt])
  expect(its).toEqual([
    [true, ordered + 3 * DAY],
    [false, ordered + 4 * DAY],
  ])
})

test('the last value of a property is an instant to count from, and to wait for', async () => {
  await define('renewal.due', { event: 'Plan Renewed', aggregate: { last: 'until' } })
  await live('due', { trait: 'renewal.due', is: { withinNext: '2d' } })
  await live('opened-since', {
    event: 'Email Opened',
    window: { since: { trait: 'renewal.due' } },
  })
  const until = new Date(t.now + 5 * DAY).toISOString()
  const renewed = { type: 'track', event: 'Plan Renewed', userId: 'dee', properties: { until } }
  await send({ ...renewed, messageId: 'r1', timestamp: new Date(t.now).toISOString() })
  expect(await membersOf('due')).toEqual([])
  t.now += 3 * DAY
  await t.engine.settle()
  expect(await membersOf('due')).toEqual(['user_id:dee'])
  t.now += 2 * DAY + 1
  await t.engine.settle()
  expect(await membersOf('due')).toEqual([])
  await send({
    ...{ type: 'track', event: 'Email Opened', userId: 'dee', messageId: 'e1' },
    timestamp: new Date(t.now).toISOString(),
  })
  expect(await membersOf('opened-since')).toEqual(['user_id:dee'])
})

test('a changed expression moves the members of whatever rests on it, across a restart too', async () => {
  await define('spent', { event: 'Order Completed', aggregate: { sum: 'revenue' } })
  await define('spender', {
    cases: [{ when: { trait: 'spent', is: { atLeast: 30 } }, value: true }],
    otherwise: false,
  })
  await live('spenders', { trait: 'spender', is: { equals: true } })
  expect(await membersOf('spenders')).toEqual(['user_id:ann'])
  const before = await t.engine.traits.get('spent')
  expect(before).toMatchObject({ audiences: ['spenders'], traits: ['spender'] })
  const revision = before?.edited?.revision ?? 0
  const edited = await t.engine.traits.edit(
    'spent',
    { revision, expression: { event: 'Order Completed', aggregate: { max: 'revenue' } } },
    'bea',
  )
  expect(edited).toMatchObject({ ok: true, value: { edited: { revision: revision + 1 } } })
  // Whatever was asked for is done after a restart, should it not have been before.
  await t.reopen()
  await t.engine.settle()
  expect(await membersOf('spenders')).toEqual([])
  const again = await t.engine.traits.edit('spent', { revision, expression: { event: '*' } }, 'bea')
  expect(again).toMatchObject({ ok: false, error: { code: 'edited_meanwhile' } })
})

test('what is wrong is refused with its place, and nothing is removed that something rests on', async () => {
  const refusal = async (name: string, expression: unknown) => {
    const made = await t.engine.traits.create({ name, expression }, 'ada')
    return made.ok ? 'created' : [made.error.code, made.error.at]
  }
  expect(await refusal('rfm.segment', { event: 'A' })).toEqual(['reserved_name', ['name']])
  expect(await refusal('a', { event: 'A', aggregate: 'median' })).toEqual([
    'unknown_value',
    ['expression', 'aggregate'],
  ])
  expect(await refusal('spent', { event: 'A' })).toEqual(['name_taken', ['name']])
  expect(await refusal('own', { text: [{ trait: 'own' }] })).toEqual(['circle', ['expression']])
  expect(await refusal('when', { text: [{ trait: 'orders.daysAgo' }] })).toEqual([
    'not_joined',
    ['expression', 'text', 0],
  ])
  const check = await t.engine.audiences.check({ trait: 'spent', changed: {} })
  expect(check).toMatchObject({ ok: false, errors: [{ code: 'no_history', at: ['changed'] }] })
  const clock = await t.engine.audiences.check({ trait: 'spent', is: { withinLast: '1d' } })
  expect(clock).toMatchObject({ ok: false, errors: [{ code: 'no_instant', at: ['is'] }] })

  expect(await t.engine.traits.remove('spent', 'ada')).toMatchObject({
    error: { code: 'still_referred_to' },
  })
  const { edited } = (await t.engine.traits.get('renewal.due')) ?? {}
  const broken = await t.engine.traits.edit(
    'renewal.due',
    { revision: edited?.revision ?? 0, expression: { event: 'Plan Renewed' } },
    'ada',
  )
  expect(broken).toMatchObject({ error: { code: 'would_break', at: ['expression'] } })
  // A sent trait that somebody asks the history of can't become a computed one.
  await live('upgraded', { trait: 'plan', changed: { to: { equals: 'pro' } } })
  expect(await refusal('plan', { event: 'A' })).toEqual(['would_break', ['expression']])
})

test('the distribution counts everybody once, and shows what an unsaved expression would come to', async () => {
  const amounts = [1, 2, 2, 3, 50, 50, 50, 120.5]
  await send(...amounts.map((revenue, i) => order(`d${i}`, { revenue, basket: 'many' })))
  const spread = await t.engine.traits.distribution({
    expression: {
      ...{ event: 'Order Completed', where: [{ property: 'basket', is: { exists: true } }] },
      aggregate: { max: 'revenue' },
    },
  })
  if (!spread.ok) throw new Error(spread.error.message)
  const { people, missing, distinct, values, numbers } = spread.value
  expect(people - missing).toBe(amounts.length)
  expect(distinct).toBe(5)
  expect(values.slice(0, 2)).toEqual([
    { value: 50, people: 3 },
    { value: 2, people: 2 },
  ])
  expect(numbers).toMatchObject({
    ...{ people: amounts.length, min: 1, max: 120.5 },
    mean: amounts.reduce((sum, n) => sum + n, 0) / amounts.length,
  })
  expect(numbers?.bins.reduce((sum, bin) => sum + bin.people, 0)).toBe(amounts.length)
  const none = await t.engine.traits.distribution({ name: 'nobody' })
  expect(none).toMatchObject({ error: { code: 'unknown_trait' } })
  const controller = new AbortController()
  controller.abort()
  const gone = await t.engine.traits.distribution({ name: 'spent' }, { signal: controller.signal })
  expect(gone).toMatchObject({ error: { code: 'cancelled' } })
})

test('members come with the traits that are asked for, computed ones too', async () => {
  await live('all-orders', { event: 'Order Completed' })
  const page = await t.engine.audiences.members('all-orders', {
    ...{ limit: 100, traits: ['spent', 'orders.daysAgo', 'nothing'] },
  })
  if (!page.ok) throw new Error(page.error.message)
  const ann = page.value.members.find(({ identifiers }) => identifiers[0]?.value === 'ann')
  expect(ann?.traits).toEqual({ spent: 20, 'orders.daysAgo': expect.any(Number) as number })
})
