import {
  float64,
  int64,
  render,
  sql,
  string,
  strings,
  uint64,
  uint64s,
  uint8s,
  type Parameter,
} from '@muster/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Warehouse } from '../warehouse.ts'

const LARGEST = 2n ** 64n - 1n

/** Text that could end a string, a statement, a parameter or a request, if anything looked at it. */
const AWKWARD: readonly string[] = [
  '',
  "'",
  '"',
  '`',
  '\\',
  "\\'",
  "'; DROP TABLE messages; --",
  '{p0:String}',
  '{p1:UInt64}',
  '$&$1$$',
  'a\nb\r\nc\td\be\fg',
  '\0',
  'a\0b\\0',
  '\\N',
  'NULL',
  '%00%27&param_p0=x',
  'ÄÖ ß 漢字 \u{1f600} \u202e',
  '\u0001\u001f\u007f\ufeff\uffff',
  '-- c',
  '/* c',
  'FORMAT JSON',
  '\r\n--boundary\r\n',
]

/** Every type of parameter comes back as it went in, and none can become syntax. */
export function parameterContract(opened: () => Warehouse): void {
  async function readBack(parameter: Parameter): Promise<unknown> {
    const [row] = await opened().query<{ read: unknown }>(render(sql`SELECT ${parameter} AS read`))
    return row?.read
  }

  test.each(AWKWARD)('String %j', async (text) => {
    expect(await readBack(string(text))).toBe(text)
  })

  test('any text, alone and in an array', async () => {
    const texts = fc.string({ unit: 'binary', maxLength: 40 })
    const property = fc.asyncProperty(
      texts,
      fc.array(texts, { maxLength: 4 }),
      async (one, many) => {
        const row = { one, many }
        expect(
          await opened().query(render(sql`SELECT ${string(one)} AS one, ${strings(many)} AS many`)),
        ).toEqual([row])
      },
    )
    await fc.assert(property, { numRuns: 60 })
  })

  test('text of a million characters', async () => {
    const text = "ä'\\".repeat(333_334)
    expect(await readBack(string(text))).toBe(text)
  })

  test('Array(String) with every awkward text, and with none', async () => {
    expect(await readBack(strings(AWKWARD))).toEqual(AWKWARD)
    expect(await readBack(strings([]))).toEqual([])
    expect(await readBack(strings(['']))).toEqual([''])
  })

  test.each([0n, 1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)])('Int64 %s', async (value) => {
    expect(await readBack(int64(value))).toBe(String(value))
  })

  test.each([0n, 2n ** 53n + 1n, LARGEST])('UInt64 %s', async (value) => {
    expect(await readBack(uint64(value))).toBe(String(value))
  })

  test('Int64 and UInt64 of a number', async () => {
    expect(await readBack(int64(-1_700_000_000_000))).toBe('-1700000000000')
    expect(await readBack(uint64(42))).toBe('42')
  })

  test.each([0n, 2n ** 255n - 1n, -(2n ** 255n)])('Int256 %s', async (value) => {
    expect(await readBack({ type: 'Int256', value })).toBe(String(value))
  })

  test('Array(UInt64), beyond what a double holds, and with none', async () => {
    const values = [0n, 2n ** 53n + 1n, 2n ** 53n + 3n, LARGEST]
    expect(await readBack(uint64s(values))).toEqual(values.map(String))
    expect(await readBack(uint64s([]))).toEqual([])
  })

  test('Array(UInt8)', async () => {
    expect(await readBack(uint8s([0, 1, 255]))).toEqual([0, 1, 255])
    expect(await readBack(uint8s([]))).toEqual([])
  })

  test('every finite Float64, to the last bit', async () => {
    const extremes = [0, 0.1, -0.3, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e21]
    const drawn = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      numRuns: 200,
      seed: 7,
    })
    const values = [...extremes, 2 ** 53 + 2, -(2 ** 63), ...drawn]
    const columns = values.map(
      (value, i) => sql`SELECT ${int64(i)} AS i, ${float64(value)} AS read`,
    )
    const rows = await opened().query<{ i: string; read: number }>(
      render(sql`SELECT i, read FROM (${joined(columns)}) ORDER BY i`),
    )
    // Minus zero is equal to zero in every comparison of the language, and is sent as zero.
    expect(rows.map(({ read }) => read + 0)).toEqual(values.map((value) => value + 0))
  })

  test('a tick of many thousand profiles', async () => {
    const ids = Array.from({ length: 60_000 }, (_, i) => 2n ** 60n + BigInt(i))
    const wanted = sql`SELECT length(arrayIntersect(${uint64s(ids)}, [${uint64(2n ** 60n)}, ${uint64(7)}])) AS found`
    expect(await opened().query(render(wanted))).toEqual([{ found: '1' }])
    await opened().command(render(sql`SELECT length(${uint64s(ids)})`))
  })
}

const joined = (pieces: readonly ReturnType<typeof sql>[]): ReturnType<typeof sql> =>
  pieces.reduce((all, piece) => sql`${all} UNION ALL ${piece}`)
