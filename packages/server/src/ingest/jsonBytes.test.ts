import { parseJson, stringifyJson, type Json } from '@muster/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonBytes } from './jsonBytes.ts'

test('counts what writing the value would give', () => {
  const written = (value: Json): number => Buffer.byteLength(stringifyJson(value))
  const awkward: readonly Json[] = [
    ...[null, true, 0, -1.5, 1e21, 2n ** 60n, '', 'ä', '😀', '"', '\\', '\n', '\u0001', '\u007f'],
    ...[[], {}, [[]], [{}], { '': [] }, { 'ä"': { b: [1, 'x', null] } }],
  ]
  for (const value of awkward) expect(jsonBytes(value)).toBe(written(value))
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary' }), (text) => {
      const parsed = parseJson(text)
      if (parsed.ok) expect(jsonBytes(parsed.value)).toBe(written(parsed.value))
    }),
  )
})
