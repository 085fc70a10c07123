import { expect, test } from 'vitest'
import { SMALL, UNTIL } from '../sample.test-support.ts'
import { createShop } from '../shop.ts'
import { quicken } from './quicken.ts'

function anHour(speed: number): number[] {
  const instants: number[] = []
  for (const { arrivesAt, happenedAt, message, trouble } of quicken(createShop(SMALL).live(UNTIL), {
    from: UNTIL,
    speed,
  })) {
    if (arrivesAt > UNTIL + 3_600_000) break
    if (trouble !== 'malformed') expect(Date.parse(message.timestamp)).toBe(happenedAt)
    instants.push(arrivesAt)
  }
  return instants
}

test('at twenty-four times the speed an hour brings what a day would, in order', () => {
  const day = anHour(24)
  expect(day.length).toBeGreaterThan(10 * Math.max(1, anHour(1).length))
  expect(day).toEqual([...day].sort((a, b) => a - b))
})

test('a speed that is no speed is refused', () => {
  expect(() => [...quicken([], { from: UNTIL, speed: 0 })]).toThrow(RangeError)
})
