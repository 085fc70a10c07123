import { afterAll, beforeAll, expect, test } from 'vitest'
import { noComputedTraits, type Definition } from '@muster/core'
import { preview } from './preview.ts'
import { message, openStores, START, type Stores } from './test-support/stores.ts'

let stores: Stores
beforeAll(async () => {
  stores = await openStores()
  const people = Array.from({ length: 40 }, (_, i) => `p${i}`)
  await stores.record(
    ...people.map((person, i) =>
      message(person, {
        kind: 'identify',
        timestamp: START + i,
        traits: { plan: i % 4 === 0 ? 'pro' : 'free', name: person },
      }),
    ),
  )
})
afterAll(() => stores.close())

const pro: Definition = { trait: 'plan', is: { equals: 'pro' } }
const ask = (definitions: readonly Definition[], at: number, sample: number) =>
  preview(
    {
      ...stores,
      zone: 'UTC',
      promoted: new Set(),
      meanings: { audience: () => pro, computedTrait: noComputedTraits },
    },
    definitions,
    {
      at,
      sample,
    },
  )

test('the size is exact at the instant, whatever the sample', async () => {
  const { profiles, sized } = await ask([pro, { not: { audience: 'pro' } }], START + 1_000, 3)
  expect(profiles).toBe(40)
  expect(sized.map(({ size, sample }) => [size, sample.length])).toEqual([
    [10, 3],
    [30, 3],
  ])
  expect((await ask([pro], START + 4, 3)).sized[0]?.size).toBe(2)
})

test('the sample is of members, the same ones each time, and a smaller one is part of a larger', async () => {
  const people = async (sample: number) =>
    (await ask([pro], START + 1_000, sample)).sized[0]?.sample ?? []
  const five = await people(5)
  expect(five.map(({ traits }) => traits['plan'])).toEqual(['pro', 'pro', 'pro', 'pro', 'pro'])
  expect(await people(5)).toEqual(five)
  expect((await people(2)).map((p) => p.profile)).toEqual(five.slice(0, 2).map((p) => p.profile))
  expect(await people(0)).toEqual([])
  expect(await people(1_000)).toHaveLength(10)
})
