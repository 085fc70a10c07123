import { expect, test } from 'vitest'
import { createSlots } from './slots.ts'

test('at most so many run at once, the others in the order in which they came, and a failure frees its place', async () => {
  const inSlot = createSlots(2)
  let running = 0
  let most = 0
  const begun: number[] = []
  const works = [0, 1, 2, 3, 4, 5].map((i) =>
    inSlot(async () => {
      begun.push(i)
      most = Math.max(most, ++running)
      await new Promise((done) => setTimeout(done, 2))
      running--
      if (i % 2 === 0) throw new Error('on purpose')
      return i
    }),
  )
  const outcomes = await Promise.allSettled(works)
  expect(outcomes.map(({ status }) => status)).toEqual(
    [0, 1, 2, 3, 4, 5].map((i) => (i % 2 === 0 ? 'rejected' : 'fulfilled')),
  )
  expect(most).toBe(2)
  expect(begun).toEqual([0, 1, 2, 3, 4, 5])
})
