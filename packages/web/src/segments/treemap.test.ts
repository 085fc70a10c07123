import fc from 'fast-check'
import { expect, test } from 'vitest'
import { treemap } from './treemap.ts'

const weights = fc
  .array(fc.double({ min: 0.01, max: 1_000, noNaN: true }), { minLength: 1, maxLength: 14 })
  .map((list) => list.sort((a, b) => b - a))

test('every tile has its part of the area, lies inside, and none lies on another', () => {
  fc.assert(
    fc.property(weights, (list) => {
      const tiles = treemap(list, 600, 340)
      const whole = list.reduce((sum, weight) => sum + weight, 0)
      for (const [i, { x, y, width, height }] of tiles.entries()) {
        expect(width * height).toBeCloseTo(((list[i] ?? 0) / whole) * 600 * 340, 4)
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(-1e-6)
        expect(x + width).toBeLessThanOrEqual(600 + 1e-6)
        expect(y + height).toBeLessThanOrEqual(340 + 1e-6)
      }
      const areas = tiles.flatMap((one, i) =>
        tiles.slice(i + 1).map((other) => {
          const wide = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)
          const high =
            Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y)
          return Math.max(0, wide) * Math.max(0, high)
        }),
      )
      expect(Math.max(0, ...areas)).toBeLessThan(1e-3)
    }),
  )
})

test('the shapes of the example of the paper', () => {
  const tiles = treemap([6, 6, 4, 3, 2, 2, 1], 6, 4)
  expect(tiles.slice(0, 2)).toEqual([
    { x: 0, y: 0, width: 3, height: 2 },
    { x: 0, y: 2, width: 3, height: 2 },
  ])
})
