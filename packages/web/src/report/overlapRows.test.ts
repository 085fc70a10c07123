import type { Overlap } from '@muster/client'
import { expect, test } from 'vitest'
import { overlapRows } from './overlapRows.ts'

const set = (name: string) => ({ audience: name, name, sentence: '', at: 0, size: 10 })
const overlap: Overlap = {
  sets: [set('vip'), set('lapsed'), set('new')],
  pairs: [
    { a: 0, b: 1, both: 2, shareOfA: 0.2, shareOfB: 0.1, jaccard: 0.1 },
    { a: 2, b: 0, both: 5, shareOfA: 0.9, shareOfB: 0.5, jaccard: 0.4 },
    { a: 1, b: 2, both: 7, shareOfA: 0.7, shareOfB: 0.7, jaccard: 0.5 },
  ],
  ...{ combinations: [], combinationsInAll: 0, peopleInAll: 0 },
}

test('what the first set shares, on whichever side it stands, the most first', () => {
  expect(overlapRows(overlap)).toEqual([
    { id: 'new', name: 'new', both: 5, ofThis: 0.5, ofThat: 0.9 },
    { id: 'lapsed', name: 'lapsed', both: 2, ofThis: 0.2, ofThat: 0.1 },
  ])
})
