import { beforeEach, expect, test } from 'vitest'
import { remember, whileSame } from './remember.ts'

let now: number
let asked: number
beforeEach(() => {
  now = 1_000
  asked = 0
})
const clock = (): number => now
/** Takes so long to answer how often it was asked. */
const takes = (milliseconds: number) => (): Promise<number> => {
  asked++
  now += milliseconds
  return Promise.resolve(asked)
}
const failing = (): Promise<number> => {
  asked++
  return asked === 1 ? Promise.reject(new Error('away')) : Promise.resolve(asked)
}

test('an answer is remembered for a while, and anew when the clock was set back', async () => {
  const ask = remember(takes(0), clock, 100)
  expect([await ask(), await ask()]).toEqual([1, 1])
  now += 99
  expect(await ask()).toBe(1)
  now += 1
  expect(await ask()).toBe(2)
  now -= 500
  expect(await ask()).toBe(3)
})

test('an answer is remembered as long as what it follows from is the same', async () => {
  let key = 1
  const ask = whileSame(() => Promise.resolve(key), takes(0))
  expect([await ask(), await ask()]).toEqual([1, 1])
  key = 2
  expect([await ask(), await ask()]).toEqual([2, 2])
  const unsteady = whileSame(() => Promise.resolve(key), failing)
  asked = 0
  await expect(unsteady()).rejects.toThrow('away')
  expect([await unsteady(), await unsteady()]).toEqual([2, 2])
})

test('who asks meanwhile shares an answer, and a failure is not remembered', async () => {
  const ask = remember(failing, clock, 100)
  const both = await Promise.allSettled([ask(), ask()])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(asked).toBe(1)
  expect(await ask()).toBe(2)
})
