import { expect, test } from 'vitest'
import { driftOf, readStability, stabilityIndex, type Rescored } from './drift.ts'

test('[R15] the index by hand', () => {
  // Two bins, 50:50 expected and 80:20 found: 0.3 ln 1.6 - 0.3 ln 0.4 = 0.3 ln 4.
  expect(stabilityIndex([50, 50], [8, 2])).toBeCloseTo(0.3 * Math.log(4), 12)
  expect(stabilityIndex([1, 2, 3], [10, 20, 30])).toBe(0)
  // Nobody is half a customer: e = 0.5 / 10 for the second bin.
  expect(stabilityIndex([10, 0], [5, 5])).toBeCloseTo(
    -0.5 * Math.log(0.5) + 0.45 * Math.log(0.5 / 0.05),
    12,
  )
  expect(stabilityIndex([], [])).toBe(0)
  expect(stabilityIndex([0, 0], [5, 5])).toBe(0)
})

test('[R16] how an index is read', () => {
  expect([0, 0.0999, 0.1, 0.2499, 0.25, 3].map(readStability)).toEqual([
    'stable',
    'stable',
    'moderate',
    'moderate',
    'large',
    'large',
  ])
})

const scores = (triple: string): Rescored['older'] => ({
  recency: Number(triple[0]),
  frequency: Number(triple[1]),
  monetary: Number(triple[2]),
})
const row = (older: string, newer: string, customers: number): Rescored => ({
  ...{ older: scores(older), newer: scores(newer), customers },
})

test('[R15] who would score otherwise, and who would be called otherwise', () => {
  const drift = driftOf(
    {
      recency: [20, 20, 20, 20, 20],
      frequency: [100, 0, 0, 0, 0],
      monetary: [0, 0, 0, 0, 100],
    },
    [row('555', '555', 50), row('555', '544', 30), row('511', '521', 15), row('511', '411', 5)],
  )
  expect(drift).toMatchObject({
    customers: 100,
    changed: { recency: 0.05, frequency: 0.45, monetary: 0.3, segment: 0.15 },
    moves: [{ from: 'New', to: 'Potential loyalist', customers: 15 }],
    stability: { recency: { reading: 'large' } },
  })
  expect(driftOf({ recency: [], frequency: [], monetary: [] }, [])).toMatchObject({
    customers: 0,
    changed: { recency: 0, frequency: 0, monetary: 0, segment: 0 },
    stability: { monetary: { index: 0, reading: 'stable' } },
  })
})
