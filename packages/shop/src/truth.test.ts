import { expect, test } from 'vitest'
import { EMPTY_ADVERTISING_ID } from './people/devices.ts'
import { DAY, identifiersOf, SMALL, tellSmallShop, UNTIL } from './sample.test-support.ts'
import { createShop } from './shop.ts'
import type { TruePerson } from './truth.ts'

const truth = [...createShop(SMALL).truth()]

/** Of each identifier, who has it. */
function ownersOf(people: readonly TruePerson[]): Map<string, string[]> {
  const owners = new Map<string, string[]>()
  for (const { person, identifiers } of people) {
    for (const { kind, value } of identifiers) {
      owners.set(`${kind} ${value}`, [...(owners.get(`${kind} ${value}`) ?? []), person])
    }
  }
  return owners
}

test('the truth knows every identifier that a sound message carries', () => {
  const owners = ownersOf(truth)
  const seen = new Set(
    tellSmallShop()
      .filter(({ trouble }) => trouble !== 'malformed')
      .flatMap(({ message }) => identifiersOf(message)),
  )
  seen.delete(`device_id ${EMPTY_ADVERTISING_ID}`)
  expect([...seen].filter((identifier) => !owners.has(identifier))).toEqual([])
  expect(seen.size).toBeGreaterThan(2 * SMALL.people)
})

test('all identifiers of one message have an owner in common', () => {
  const owners = ownersOf(truth)
  for (const { message, trouble } of tellSmallShop()) {
    const known = identifiersOf(message).filter((identifier) => owners.has(identifier))
    if (trouble === 'malformed' || known.length < 2) continue
    const [first = [], ...rest] = known.map((identifier) => owners.get(identifier) ?? [])
    expect(
      first.filter((person) => rest.every((people) => people.includes(person))),
    ).not.toHaveLength(0)
  }
})

test('only shared devices have several owners, and they are marked', () => {
  const shared = new Set(
    truth.flatMap(({ identifiers }) =>
      identifiers.filter(({ shared }) => shared).map(({ kind, value }) => `${kind} ${value}`),
    ),
  )
  const common = [...ownersOf(truth)].filter(([, people]) => people.length > 1)
  expect(common.length).toBeGreaterThan(20)
  for (const [identifier] of common) expect(shared).toContain(identifier)
})

test('the truth grows with the newcomers of the live part', () => {
  const later = [...createShop(SMALL).truth(UNTIL + 30 * DAY)]
  expect(later.length).toBeGreaterThan(truth.length)
  expect(later.slice(0, 5).map(({ person }) => person)).toEqual(['0', '1', '2', '3', '4'])
})
