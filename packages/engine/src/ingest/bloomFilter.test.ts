import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBloomFilter } from './bloomFilter.ts'

/** Any two independent numbers would do. */
const hashesOf = (text: string): readonly [number, number] => {
  const digest = createHash('sha256').update(text).digest()
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)]
}

test('what was added is never denied', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 200 }), (ids) => {
      const filter = createBloomFilter(100)
      for (const id of ids) filter.add(...hashesOf(id))
      expect(ids.every((id) => filter.mayContain(...hashesOf(id)))).toBe(true)
    }),
  )
})

test('filled to its capacity it is wrong about few of the others', () => {
  const filter = createBloomFilter(10_000)
  expect(filter.isFull()).toBe(false)
  let added = 0
  while (!filter.isFull()) filter.add(...hashesOf(`order-${added++}`))
  expect(added).toBeGreaterThanOrEqual(10_000)
  const wrong = Array.from({ length: 200_000 }, (_, i) =>
    filter.mayContain(...hashesOf(`order-${added + i}`)),
  ).filter(Boolean)
  expect(wrong.length / 200_000).toBeLessThan(0.000_1)
})
