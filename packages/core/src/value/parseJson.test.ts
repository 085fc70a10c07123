import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from './json.ts'
import { parseExactly } from './parseExactly.ts'
import { parseJson } from './parseJson.ts'
import { stringifyJson } from './stringifyJson.ts'

const valueOf = (text: string): Json => {
  const parsed = parseJson(text)
  if (!parsed.ok) throw new Error(`${parsed.code}: ${parsed.message}`)
  return parsed.value
}

test.each<[string, Json]>([
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', 9007199254740992n],
  ['-9007199254740991', -9007199254740991],
  ['9007199254740993', 9007199254740993n],
  ['-9007199254740993', -9007199254740993n],
  ['9223372036854775807', 9223372036854775807n],
  ['-9223372036854775808', -9223372036854775808n],
  ['9223372036854775808', 9223372036854775808],
  ['-9223372036854775809', -9223372036854775808n],
  ['9007199254740993.0', 9007199254740993n],
  ['9007199254740993.5', 9007199254740994n],
  ['1e18', 1000000000000000000n],
  ['1.5E+17', 150000000000000000n],
  ['1e300', 1e300],
  ['0.1234567890123456789', 0.1234567890123456789],
  ['1e-400', 0],
  ['0e999999999', 0],
  ['[1,{"a": 12345678901234567890123}]', [1, { a: 1.2345678901234568e22 }]],
  ['{"id":"12345678901234567890"}', { id: '12345678901234567890' }],
  [
    ' {"a" :\t12345678901234567 , "b" : [ ] , "c" : { } }\n',
    { a: 12345678901234567n, b: [], c: {} },
  ],
  ['{"a":1,"a":12345678901234567}', { a: 12345678901234567n }],
  ['"\\ud83d\\ude00 \\" \\\\ \\/ \\b\\f\\n\\r\\t\\u00e9"', '😀 " \\ / \b\f\n\r\té'],
  ['"\\\\ud800"', '\\ud800'],
  ['"a\\u0000b"', 'a\0b'],
])('[J1] [J2] %s is read without losing anything', (text, value) => {
  expect(valueOf(text)).toStrictEqual(value)
})

test.each([
  ['', 'invalid_json', 0],
  ['{"a":1,}', 'invalid_json', 7],
  ['[1 2]', 'invalid_json', 3],
  ['01', 'invalid_json', 1],
  ['1.', 'invalid_json', 1],
  ['+1', 'invalid_json', 0],
  ['NaN', 'invalid_json', 0],
  ['tru', 'invalid_json', 0],
  ['"a\nb"', 'invalid_json', 2],
  ['"\\x"', 'invalid_json', 2],
  ['"\\u12g4"', 'invalid_json', 2],
  ['"open', 'invalid_json', 5],
  ['{"a"', 'invalid_json', 4],
  ['{a:1}', 'invalid_json', 1],
  ['{"a":1} x', 'invalid_json', 8],
  ['[1e400]', 'number_out_of_range', 1],
  [`[${'9'.repeat(400)}]`, 'number_out_of_range', 1],
  ['"\\ud800"', 'invalid_text', 0],
  ['"\\ude00\\ud83d"', 'invalid_text', 0],
  ['"\\\\ud83d\\udc00"', 'invalid_text', 0],
  ['{"a":"\ud800"}', 'invalid_text', 5],
  ['{"\\udfff":1}', 'invalid_text', 1],
])('[J3] [J4] [J7] %j is refused as %s at %i', (text, code, offset) => {
  expect(parseJson(text)).toMatchObject({ ok: false, code, offset })
})

test('[J5] 64 levels are read, the 65th is refused, and no depth overflows the stack', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  expect(parseJson(nested(64)).ok).toBe(true)
  expect(parseJson(nested(65))).toMatchObject({ code: 'nested_too_deep', offset: 64 })
  expect(parseJson(nested(1_000_000))).toMatchObject({ code: 'nested_too_deep', offset: 64 })
  expect(parseJson('{"a":'.repeat(10_000))).toMatchObject({ code: 'nested_too_deep' })
  expect(parseJson(`{"text":"${'['.repeat(100)}\\"${']'.repeat(100)}"}`).ok).toBe(true)
  const hidden = `${'["]]]",'.repeat(65)}1${']'.repeat(65)}`
  expect(parseJson(hidden)).toMatchObject({ code: 'nested_too_deep' })
})

test.each([
  '{"__proto__":{"polluted":true}}',
  '{"__proto__":{"polluted":true},"large":12345678901234567}',
])('[J6] __proto__ is a plain own key in %s', (text) => {
  const value = valueOf(text)
  expect(Object.keys(value as object)[0]).toBe('__proto__')
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  expect('polluted' in Object(value)).toBe(false)
})

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((double) => valueOf(JSON.stringify(double))),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((whole) => valueOf(whole.toString())),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.constant('__proto__'), fc.string({ unit: 'grapheme' })),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value

test('a key without a value is left out by stringifyJson, beside digits too', () => {
  const gaps = (n: number | bigint) => ({ a: undefined, b: [{ c: undefined, d: n }, undefined] })
  expect(stringifyJson(gaps(1) as unknown as Json)).toBe('{"b":[{"d":1},null]}')
  expect(stringifyJson(gaps(2n ** 62n) as unknown as Json)).toBe(
    '{"b":[{"d":4611686018427387904},null]}',
  )
})

test('[J8] what stringifyJson writes is read back to the same value', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = stringifyJson(value)
      expect(stringifyJson(valueOf(text))).toBe(text)
      expect(valueOf(text)).toEqual(value)
    }),
  )
})

test('[J7] the exact parser and the built-in one accept the same texts, and agree on those without large numbers', () => {
  const almostJson = fc.oneof(
    fc.json({ maxDepth: 3 }),
    fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom('', '"', '\\', '{', ']', ',', '0', '-', 'e', '\u0001'),
      )
      .map(
        ([text, at, bad]) =>
          text.slice(0, at % (text.length + 1)) + bad + text.slice((at % (text.length + 1)) + 1),
      ),
  )
  fc.assert(
    fc.property(almostJson, (text) => {
      const exact = parseExactly(text)
      let built: unknown
      try {
        built = JSON.parse(text)
      } catch {
        expect(exact.ok).toBe(false)
        return
      }
      if (!exact.ok) expect(exact.code).not.toBe('invalid_json')
      else if (Object.is(JSON.stringify(built), stringifyJson(exact.value)))
        expect(parseJson(text)).toEqual(exact)
    }),
    { numRuns: 500 },
  )
})
