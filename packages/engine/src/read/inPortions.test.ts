import { expect, test } from 'vitest'
import { inPortions } from './inPortions.ts'

const asked = async (count: number) => {
  const sizes: number[] = []
  const values = Array.from({ length: count }, (_, i) => i)
  const found = await inPortions(values, (some) => {
    sizes.push(some.length)
    return Promise.resolve(some)
  })
  expect(found).toEqual(values)
  return sizes
}

test('no statement is asked about more values than the engine takes for a constant, and none is left out', async () => {
  expect(await asked(1)).toEqual([1])
  expect(await asked(20_000)).toEqual([20_000])
  expect(await asked(45_000)).toEqual([20_000, 20_000, 5_000])
})
