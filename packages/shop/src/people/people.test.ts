import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SMALL } from '../sample.test-support.ts'
import { createWorld } from '../world.ts'
import { createArrivals } from './arrivals.ts'
import { NEVER, planOn, turningPoints } from './life.ts'
import { personAt } from './people.ts'
import type { Person } from './people.ts'

const world = createWorld({ ...SMALL, people: 5000 })
const people = Array.from({ length: 5000 }, (_, index) => personAt(world, index))

test('nobody shares a user id, an email or a phone number', () => {
  expect(new Set(people.map(({ userId }) => userId)).size).toBe(people.length)
  expect(new Set(people.map(({ email }) => email)).size).toBe(people.length)
  const phones = people.flatMap(({ phone }) => (phone === undefined ? [] : [phone.e164]))
  expect(new Set(phones).size).toBe(phones.length)
  for (const phone of phones) expect(phone).toMatch(/^\+[1-9][0-9]{9,13}$/)
})

test('people of a household live together under one name', () => {
  const byHead = new Map<number, Person[]>()
  for (const person of people) {
    const { head } = person.household
    byHead.set(head, [...(byHead.get(head) ?? []), person])
  }
  for (const [, members] of byHead) {
    expect(new Set(members.map(({ familyName }) => familyName)).size).toBe(1)
    expect(new Set(members.map(({ household }) => household.postalCode)).size).toBe(1)
    expect(members[0]?.household.size).toBeGreaterThanOrEqual(members.length)
  }
  expect(byHead.size).toBeLessThan(people.length)
})

test('everybody has a device from the first day', () => {
  const without = people.filter(
    ({ devices, life }) => !devices.some(({ since }) => since <= life.arrivesOn),
  )
  expect(without).toEqual([])
})

test('lives are in order: nobody tries before registering, or gives up what was not had', () => {
  const disorderly = people.filter(({ life }) => {
    const { registersOn, trialOn, upgradesOn, downgradesOn, arrivesOn } = life
    return !(
      (trialOn === NEVER || trialOn > registersOn) &&
      (upgradesOn === NEVER || planOn(life, upgradesOn) === 'pro') &&
      (downgradesOn === NEVER || planOn(life, downgradesOn - 1) !== 'free') &&
      turningPoints(life).every((day) => day >= arrivesOn)
    )
  })
  expect(disorderly).toEqual([])
})

test('arrivals: each person comes on the day on which the count passes them', () => {
  const arrivals = createArrivals(300, 20_000, 20_364)
  expect(arrivals.countBy(19_999)).toBe(0)
  expect(arrivals.countBy(20_364)).toBe(300)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 600 }), (person) => {
      const day = arrivals.dayOf(person)
      expect(arrivals.countBy(day)).toBeGreaterThan(person)
      expect(arrivals.countBy(day - 1)).toBeLessThanOrEqual(person)
    }),
  )
})
