import type { Json } from '@muster/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definitionArbitrary } from '../../../../core/src/audience/arbitrary.test-support.ts'
import { hiddenParts } from './hidden.test-support.ts'

test('whatever the language can say, the builder shows the whole of it', () => {
  fc.assert(
    fc.property(definitionArbitrary({ depth: 3 }), (definition) => {
      // A definition is plain JSON.
      expect(hiddenParts(definition as Json)).toEqual([])
    }),
    { numRuns: 500, seed: 5 },
  )
})

test('what it does not know is told of', () => {
  expect(hiddenParts({ all: [{ event: 'A', tomorrow: true }] })).toEqual([{ tomorrow: true }])
  expect(hiddenParts({ any: [{ weather: 'rain' }] })).toEqual([{ weather: 'rain' }])
})
