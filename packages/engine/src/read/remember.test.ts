import { beforeEach, expect, test } from 'vitest'
import { remember, sparingly } from './remember.ts'

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

test('an answer that took a while is remembered for twenty times as long, and a quick one hardly', async () => {
  const slow = sparingly(takes(10), clock)
  expect([await slow(), await slow()]).toEqual([1, 1])
  now += 199
  expect(await slow()).toBe(1)
  now += 1
  expect(await slow()).toBe(2)
  const quick = sparingly(takes(0), clock)
  expect([await quick(), await quick()]).toEqual([3, 4])
})

test.each([
  ['for a while', () => remember(failing, clock, 100)],
  ['sparingly', () => sparingly(failing, clock)],
])('who asks meanwhile shares an answer, and a failure is not remembered: %s', async (_, make) => {
  const ask = make()
  const both = await Promise.allSettled([ask(), ask()])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(asked).toBe(1)
  expect(await ask()).toBe(2)
})
