import { expect, test } from 'vitest'
import { outcomeWords } from './outcome.ts'

test('outcomes are counted', () => {
  const replayed = (['accepted', 'rejected', 'accepted'] as const).map((outcome, index) => ({
    ...{ id: String(index), outcome },
  }))
  expect(outcomeWords(replayed)).toBe('2 taken, 1 rejected again')
})
