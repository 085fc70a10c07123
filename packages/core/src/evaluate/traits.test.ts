import { expect, test } from 'vitest'
import type { TraitChangeCondition } from '../audience/definition.ts'
import { holds, ms, T, traits } from './profile.test-support.ts'

const free = traits('2024-03-01', { plan: 'free' })
const pro = traits('2024-03-24T10:00Z', { plan: 'pro' })
const unset = traits('2024-03-30', { plan: null })

test('[T1] the latest call that has the name decides; null unsets; objects are replaced whole', () => {
  const plan = (is: string, ...facts: (typeof free)[]): boolean =>
    holds({ trait: 'plan', is: { equals: is } }, { traits: facts })
  expect(plan('pro', pro, free)).toBe(true)
  expect(plan('pro', pro, free, traits('2024-03-30', { other: 1 }))).toBe(true)
  expect(plan('pro', free, pro, unset)).toBe(false)
  expect(holds({ trait: 'plan', is: { exists: false } }, { traits: [free, unset] })).toBe(true)
  expect(plan('free', free, traits('2024-03-31T10:00:00.001Z', { plan: 'pro' }))).toBe(true)
  const address = [
    traits('2024-03-01', { home: { city: 'Rome', zip: 1 } }),
    traits('2024-03-02', { home: { city: 'Bonn' } }),
  ]
  expect(holds({ trait: 'home.zip', is: { exists: false } }, { traits: address })).toBe(true)
})

test('[T2] of several values at one timestamp only the last by id ever stood', () => {
  const both = [traits('2024-03-01', { plan: 'b' }, '2'), traits('2024-03-01', { plan: 'a' }, '1')]
  expect(holds({ trait: 'plan', is: { equals: 'b' } }, { traits: both })).toBe(true)
  expect(holds({ trait: 'plan', changed: { to: { equals: 'a' } } }, { traits: both })).toBe(false)
  expect(holds({ trait: 'plan', is: { equals: 'b' }, for: '1d' }, { traits: both })).toBe(true)
})

test('[T3] a trait’s path looks at the exact name first, then walks', () => {
  const facts = [traits('2024-03-01', { 'a.b': 1 }), traits('2024-03-02', { a: { b: 2 } })]
  expect(holds({ trait: 'a.b', is: { equals: 1 } }, { traits: facts })).toBe(true)
  const gone = [...facts, traits('2024-03-03', { 'a.b': null })]
  expect(holds({ trait: 'a.b', is: { equals: 2 } }, { traits: gone })).toBe(true)
  expect(
    holds(
      { trait: 'tags[]', is: { startsWith: 'v' } },
      { traits: [traits('2024-03-01', { tags: ['x', 'vip'] })] },
    ),
  ).toBe(true)
})

test('[T4] computed traits win over sent ones', () => {
  const known = {
    traits: [traits('2024-03-01', { 'profile.firstSeenAt': 'x', 'profile.isKnown': 'yes' })],
    seenAt: [Date.UTC(2024, 2, 1), Date.UTC(2024, 1, 1), Date.UTC(2030, 1, 1)],
  }
  expect(
    holds({ trait: 'profile.firstSeenAt', is: { equals: '2024-02-01T00:00:00.000Z' } }, known),
  ).toBe(true)
  expect(
    holds({ trait: 'profile.lastSeenAt', is: { equals: '2024-03-01T00:00:00.000Z' } }, known),
  ).toBe(true)
  expect(holds({ trait: 'profile.isKnown', is: { equals: false } }, known)).toBe(true)
  expect(
    holds({ trait: 'profile.isKnown', is: { equals: true } }, { identifiers: { phone: 1 } }),
  ).toBe(true)
  expect(
    holds({ trait: 'profile.isKnown', is: { equals: true } }, { identifiers: { device_id: 1 } }),
  ).toBe(false)
  expect(holds({ trait: 'profile.lastSeenAt', is: { exists: false } }, {})).toBe(true)
  const seenNow = { seenAt: [ms(T), ms(T) + 1] }
  expect(holds({ trait: 'profile.lastSeenAt', is: { onOrAfter: T } }, seenNow)).toBe(true)
  expect(holds({ trait: 'profile.lastSeenAt', is: { withinNext: '1d' } }, seenNow)).toBe(false)
})

test('[T5] with "for" a value set at t counts from t + d on', () => {
  const pro7d = { trait: 'plan', is: { equals: 'pro' }, for: '7d' } as const
  expect(holds(pro7d, { traits: [free, pro] })).toBe(true)
  expect(
    holds(pro7d, { traits: [free, traits('2024-03-24T10:00:00.001Z', { plan: 'pro' })] }),
  ).toBe(false)
  expect(holds(pro7d, { traits: [pro, unset] })).toBe(false)
  const between = traits('2024-03-28', { plan: 'free' })
  expect(holds(pro7d, { traits: [pro, between, traits('2024-03-29', { plan: 'pro' })] })).toBe(
    false,
  )
  expect(holds({ ...pro7d, is: { oneOf: ['pro', 'free'] } }, { traits: [pro, between] })).toBe(true)
})

test('[T6] what never was sent has been missing for no time', () => {
  const gone = { trait: 'plan', is: { exists: false }, for: '1h' } as const
  expect(holds(gone, {})).toBe(false)
  expect(holds(gone, { traits: [unset] })).toBe(true)
  expect(holds(gone, { traits: [traits('2024-03-31T09:00:00.001Z', { plan: null })] })).toBe(false)
  expect(holds({ ...gone, trait: 'a.b' }, { traits: [traits('2024-03-30', { a: {} })] })).toBe(true)
})

test('[T7] a change has a before and an after; a side that is left out admits anything', () => {
  const changed = (sides: TraitChangeCondition['changed'], ...facts: (typeof free)[]): boolean =>
    holds({ trait: 'plan', changed: sides, window: { last: '7d' } }, { traits: facts })
  const later = traits('2024-03-24T10:00:00.001Z', { plan: 'pro' })
  expect(changed({ to: { equals: 'pro' } }, free, later)).toBe(true)
  expect(changed({ to: { equals: 'pro' } }, free, pro)).toBe(false)
  expect(changed({ from: { equals: 'free' }, to: { equals: 'pro' } }, free, later)).toBe(true)
  expect(changed({ from: { equals: 'x' } }, free, later)).toBe(false)
  expect(changed({ from: { exists: false } }, later)).toBe(true)
  expect(changed({ to: { exists: false } }, pro, unset)).toBe(true)
  expect(changed({}, pro, traits(T, { plan: 'pro' }))).toBe(false)
  expect(changed({}, free, unset)).toBe(true)
})

test('[T7] a dotted path changes when either trait behind it does', () => {
  const facts = [traits('2024-03-01', { a: { b: 1 } }), traits('2024-03-30', { 'a.b': 2 })]
  const change = {
    trait: 'a.b',
    changed: { from: { equals: 1 }, to: { equals: 2 } },
    window: { last: '7d' },
  } as const
  expect(holds(change, { traits: facts })).toBe(true)
})
