import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definitionArbitrary } from '../audience/arbitrary.test-support.ts'
import type { Condition } from '../audience/definition.ts'
import { evaluate, explain } from './evaluate.ts'
import { accountEvidence, arbitraryPopulation } from './history.test-support.ts'
import { witnessesOf } from './witness.test-support.ts'
import { shareOf } from './share.ts'
import { event, holds, ms, profile, T, traits, world } from './profile.test-support.ts'

const yes: Condition = { everyone: true }
const no: Condition = { not: yes }

test('[A1] all, any and not are as usual', () => {
  expect(holds({ all: [yes, yes] }, {})).toBe(true)
  expect(holds({ all: [yes, no] }, {})).toBe(false)
  expect(holds({ any: [no, yes] }, {})).toBe(true)
  expect(holds({ any: [no, no] }, {})).toBe(false)
  expect(holds({ not: no }, {})).toBe(true)
})

test('[A2] a profile of which nothing is known has not ordered either', () => {
  expect(holds({ not: { event: 'Order', window: { last: '90d' } } }, {})).toBe(true)
  expect(holds({ event: 'Order', is: { exactly: 0 } }, {})).toBe(true)
  expect(holds({ event: 'Order' }, {})).toBe(false)
})

test('[A3] an audience means what its definition means at T', () => {
  const audience = (): Condition => ({ event: 'Order', window: { last: '1d' } })
  const events = [event('2024-03-31', 'Order')]
  expect(holds({ audience: 'vip' }, { events }, { audience })).toBe(true)
  expect(holds({ audience: 'vip' }, { events }, { audience, at: ms('2024-04-02') })).toBe(false)
})

test('[A4] lists and identifiers are as they are now', () => {
  expect(holds({ list: 'beta' }, { lists: ['beta'] }, { at: 0 })).toBe(true)
  expect(holds({ list: 'beta' }, { lists: ['other'] })).toBe(false)
  expect(holds({ identifier: 'device_id' }, { identifiers: { device_id: 1 } })).toBe(true)
  expect(holds({ identifier: 'constructor' }, {})).toBe(false)
  expect(holds({ identifier: 'email', is: { exactly: 0 } }, {})).toBe(true)
})

test('[A5] shares of one salt divide everybody, and stay', () => {
  for (let id = 1n; id <= 200n; id++) {
    const part = (from: number, to: number): boolean =>
      holds({ share: { salt: 'x', from, to } }, { profileId: id })
    expect([part(0, 0.1), part(0.1, 0.5), part(0.5, 1)].filter(Boolean)).toHaveLength(1)
  }
  // MurmurHash3 of "x:1" is 4184390096, which is 0.9742... of 2^32.
  expect(holds({ share: { salt: 'x', from: 0.9742, to: 0.9743 } }, { profileId: 1n })).toBe(true)
})

test('[A5] the lower end of a share is inside, the upper outside', () => {
  const edge = shareOf('x', 1n)
  const part = (from: number, to: number): boolean =>
    holds({ share: { salt: 'x', from, to } }, { profileId: 1n })
  expect(part(edge, 1)).toBe(true)
  expect(part(0, edge)).toBe(false)
})

const joined = { accountId: 'acme', at: ms('2024-03-01'), messageId: '1', joined: true }
const big: Condition = { account: { trait: 'size', is: { atLeast: 100 } } }
const acme = (id: string) => ({
  id,
  events: [event('2024-03-05', 'Order')],
  traits: [traits('2024-03-01', { size: 500 })],
})

test('[A6] a profile belongs to an account from its group call until it is removed', () => {
  const left = { ...joined, at: ms('2024-03-10'), messageId: '2', joined: false }
  const account = acme
  expect(holds(big, { accounts: [joined] }, { account })).toBe(true)
  expect(holds(big, {}, { account })).toBe(false)
  expect(holds(big, { accounts: [left, joined] }, { account })).toBe(false)
  expect(holds(big, { accounts: [left, joined] }, { account, at: left.at - 1 })).toBe(true)
  expect(holds(big, { accounts: [left, joined] }, { account, at: left.at })).toBe(false)
  const back = { ...joined, at: ms('2024-03-11'), messageId: '0' }
  expect(holds(big, { accounts: [left, joined, back] }, { account })).toBe(true)
})

test('[A7] one account must satisfy the whole condition, with the events of all its profiles', () => {
  const both: Condition = {
    account: { all: [{ event: 'Order' }, { trait: 'size', is: { atLeast: 100 } }] },
  }
  expect(holds(both, { accounts: [joined] }, { account: acme })).toBe(true)
  const twoAccounts = { accounts: [joined, { ...joined, accountId: 'globex' }] }
  const account = (id: string) => ({
    ...acme(id),
    ...(id === 'acme' ? { traits: [] } : { events: [] }),
  })
  expect(holds(both, twoAccounts, { account })).toBe(false)
  expect(
    holds(
      { account: { trait: 'profile.isKnown', is: { exists: false } } },
      { accounts: [joined] },
      { account },
    ),
  ).toBe(true)
  expect(holds({ account: { not: { event: 'Order' } } }, {}, { account })).toBe(false)
})

test('[X1] an explanation says what the evaluator says; the order of the evidence never matters', () => {
  const cases = definitionArbitrary().chain((definition) =>
    fc.tuple(fc.constant(definition), arbitraryPopulation('UTC', witnessesOf(definition))),
  )
  fc.assert(
    fc.property(cases, ([definition, population]) => {
      const here = world({
        audience: () => ({ event: 'Page Viewed' }),
        account: (id) => accountEvidence(population, id, ms(T)),
      })
      for (const person of population.profiles) {
        const answer = evaluate(definition, person, here)
        expect(explain(definition, person, here).holds).toBe(answer)
        expect(explain({ not: definition }, person, here).holds).toBe(!answer)
        const turned = {
          ...person,
          seenAt: person.seenAt.toReversed(),
          events: person.events.toReversed(),
          traits: person.traits.toReversed(),
          accounts: person.accounts.toReversed(),
        }
        expect(evaluate(definition, turned, here)).toBe(answer)
      }
    }),
    { numRuns: 200 },
  )
})

test('[X2] every condition is looked at and knows its place', () => {
  const { found } = explain({ any: [yes, { not: { list: 'a' } }] }, profile(), world())
  expect(found).toMatchObject({
    kind: 'group',
    parts: [
      { at: ['any', 0], holds: true },
      { at: ['any', 1], holds: true, found: { parts: [{ at: ['any', 1, 'not'], holds: false }] } },
    ],
  })
})

test('[X3] an event’s explanation shows the number, the window and the newest events', () => {
  const events = Array.from({ length: 7 }, (_, i) =>
    event(`2024-03-3${i % 2}T0${i}:00Z`, 'A', { x: 0.1 }),
  )
  const condition = {
    event: 'A',
    aggregate: { sum: 'x' },
    is: { atLeast: 0.7 },
    window: { last: '7d' },
  } as const
  const { holds: held, found } = explain(condition, profile({ events }), world())
  expect(held).toBe(true)
  expect(found).toMatchObject({
    kind: 'event',
    measured: '0.7',
    matching: 7,
    window: { from: ms('2024-03-24T10:00Z') + 1, to: ms(T) + 1 },
  })
  expect(found.kind === 'event' && found.events.map((e) => e.messageId)).toEqual([
    '2024-03-31T05:00Z',
    '2024-03-31T03:00Z',
    '2024-03-31T01:00Z',
    '2024-03-30T06:00Z',
    '2024-03-30T04:00Z',
  ])
})

test('[X4] a sequence that does not hold shows its best attempt and what it failed by', () => {
  const steps = {
    sequence: [{ event: 'A' }, { event: 'B' }],
    within: '1h',
    without: { event: 'X' },
  }
  const found = (...events: readonly [string, string][]) =>
    explain(steps, profile({ events: events.map(([at, name]) => event(at, name)) }), world()).found
  expect(found(['2024-03-31T01:00Z', 'A'])).toMatchObject({
    steps: [{ name: 'A' }],
    missed: 'incomplete',
  })
  const late = found(['2024-03-31T01:00Z', 'A'], ['2024-03-31T02:01Z', 'B'])
  expect(late).toMatchObject({ steps: [{ name: 'A' }, { name: 'B' }], missed: 'too_late' })
  const interrupted = found(
    ['2024-03-31T01:00Z', 'A'],
    ['2024-03-31T01:01Z', 'X'],
    ['2024-03-31T01:02Z', 'B'],
  )
  expect(interrupted).toMatchObject({ missed: 'interrupted' })
  const held = found(['2024-03-31T01:00Z', 'A'], ['2024-03-31T02:00Z', 'B'])
  expect(held).not.toHaveProperty('missed')
})
