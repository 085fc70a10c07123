import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inSlices } from './inSlices.ts'

test('all are seen to in their order, and others have their turn meanwhile', async () => {
  const done: number[] = []
  let turns = 0
  const going = inSlices([1, 2, 3, 4, 5], (one) => {
    const until = performance.now() + 10
    while (performance.now() < until);
    done.push(one)
  })
  const others = async (): Promise<void> => {
    while (done.length < 5) {
      await setTimeout(0)
      turns++
    }
  }
  await Promise.all([going, others()])
  expect(done).toEqual([1, 2, 3, 4, 5])
  expect(turns).toBeGreaterThan(1)
})

test('what the work throws ends it', async () => {
  const throwing = inSlices([1, 2], () => {
    throw new Error('no')
  })
  await expect(throwing).rejects.toThrow('no')
})
