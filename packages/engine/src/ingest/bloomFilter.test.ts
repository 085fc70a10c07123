import { murmurHash3 } from '@muster/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBloomFilter } from './bloomFilter.ts'

const hashes = (id: string): [number, number] => [
  murmurHash3(Buffer.from(id)),
  murmurHash3(Buffer.from(`${id}\0`)),
]

test('what was added is never denied', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 200 }), (ids) => {
      const filter = createBloomFilter(100)
      for (const id of ids) filter.add(...hashes(id))
      expect(ids.every((id) => filter.mayContain(...hashes(id)))).toBe(true)
    }),
  )
})

test('filled to its capacity it is wrong about few of the others', () => {
  const filter = createBloomFilter(10_000)
  for (let i = 0; i < 10_000; i++) filter.add(...hashes(`in-${i}`))
  const wrong = Array.from({ length: 100_000 }, (_, i) =>
    filter.mayContain(...hashes(`out-${i}`)),
  ).filter(Boolean)
  expect(wrong.length / 100_000).toBeLessThan(0.002)
  expect(createBloomFilter(10_000).isFull()).toBe(false)
})
