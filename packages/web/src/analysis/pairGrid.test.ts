import type { Overlap } from '@muster/client'
import { expect, test } from 'vitest'
import { pairGrid, pairRows } from './pairGrid.ts'

const set = (name: string, size: number) => ({ audience: name, name, sentence: '', at: 0, size })
const overlap: Overlap = {
  sets: [set('vip', 20), set('new', 1_000)],
  pairs: [{ a: 0, b: 1, both: 5, shareOfA: 0.25, shareOfB: 0.005, jaccard: 0.005 }],
  ...{ combinations: [], combinationsInAll: 0, peopleInAll: 1_015 },
}

test('both ways round, and nothing against itself', () => {
  const [vip, young] = pairGrid(overlap)
  expect(vip?.cells[0]).toBeUndefined()
  expect(vip?.cells[1]).toEqual({
    ...{ text: '25%', weight: 0.25, says: '5 people of vip are in new too: 25% of 20.' },
  })
  expect(young?.cells[0]?.says).toBe('5 people of new are in vip too: 0.5% of 1,000.')
  expect(pairRows(overlap)[1]).toEqual(['vip', 'new', '5', '0.25', '0.005', '0.005'])
})
