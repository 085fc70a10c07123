import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRecords } from './csvRecords.ts'
import type { CsvRecord } from './csvRecords.ts'
import { readLines } from './readLines.ts'

async function* chunks(text: string, size: number) {
  const bytes = Buffer.from(text)
  await Promise.resolve()
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function recordsOf(text: string, delimiter = ',', size = 7): Promise<CsvRecord[]> {
  const reader = csvRecords(delimiter)
  const records: CsvRecord[] = []
  for await (const lines of readLines(chunks(text, size), 'utf-8')) {
    for (const line of lines) records.push(...[reader.feed(line)].flatMap((one) => one ?? []))
  }
  return [...records, ...[reader.end()].flatMap((one) => one ?? [])]
}

const fieldsOf = async (text: string, delimiter?: string) =>
  (await recordsOf(text, delimiter)).map((record) =>
    'fields' in record ? record.fields : record.fault.code,
  )

test('fields are texts as they stand, blanks and all', async () => {
  expect(await fieldsOf('a, b ,\n,,x\n')).toEqual([
    ['a', ' b ', ''],
    ['', '', 'x'],
  ])
})

test('a quoted field may hold the delimiter, quotes written twice and line ends', async () => {
  expect(await fieldsOf('1,"a,""b""",2\n3,"x\r\ny\n",4')).toEqual([
    ['1', 'a,"b"', '2'],
    ['3', 'x\r\ny\n', '4'],
  ])
})

test('a quote within a field that does not begin with one is text', async () => {
  expect(await fieldsOf('RECORD FRAME 7" SQUARE,5\n')).toEqual([['RECORD FRAME 7" SQUARE', '5']])
})

test('lines may end with a carriage return; empty ones are no records', async () => {
  expect(await fieldsOf('a,"b"\r\n\r\nc,d\r\n\n')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('a byte order mark is left away, and characters are whole across chunks', async () => {
  expect(await fieldsOf('\uFEFFä,€\n😀,z')).toEqual([
    ['ä', '€'],
    ['😀', 'z'],
  ])
})

test('a record is at the line at which it begins', async () => {
  const records = await recordsOf('h\n"a\nb"\nc\n')
  expect(records.map(({ line }) => line)).toEqual([1, 2, 4])
})

test('text behind a closing quote is a fault of that record only', async () => {
  expect(await fieldsOf('a,"b"c,d\ne,f,g')).toEqual(['text_after_quote', ['e', 'f', 'g']])
})

test('a quote that is never closed is a fault that names how far it went', async () => {
  const [first, second] = await recordsOf('a,b\nc,"d\ne,f\n')
  expect(first).toMatchObject({ fields: ['a', 'b'] })
  expect(second).toMatchObject({ line: 2, fault: { code: 'unclosed_quote' } })
})

test('a quote that swallows a megabyte is given up, and reading goes on', async () => {
  const records = await recordsOf(`"open\n${'x,y\n'.repeat(400_000)}`, ',', 65_536)
  const [first, second] = records
  expect(first).toMatchObject({ line: 1, fault: { code: 'unclosed_quote' } })
  expect(second).toMatchObject({ fields: ['x', 'y'] })
  expect(records.at(-1)?.line).toBe(400_001)
})

test('a line without an end is not kept in memory, only told of', async () => {
  const records = await recordsOf(`a,b\n${'x'.repeat(3_000_000)}\nc,d`, ',', 65_536)
  expect(records).toMatchObject([
    { line: 1 },
    { line: 2, fault: { code: 'line_too_long' } },
    { line: 3 },
  ])
})

test('other delimiters, and runs of blanks', async () => {
  expect(await fieldsOf('a;"b;c"', ';')).toEqual([['a', 'b;c']])
  expect(await fieldsOf('a||b', '||')).toEqual([['a', 'b']])
  expect(await fieldsOf(' 00001 19970101  1   11.77\r\n', 'blanks')).toEqual([
    ['00001', '19970101', '1', '11.77'],
  ])
})

test('what is written by the rules is read back, however it is cut into chunks', async () => {
  const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'ü') })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 6 }),
      fc.integer({ min: 1, max: 9 }),
      async (rows, size) => {
        const text = rows
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
          .join('\r\n')
        const read = await recordsOf(text, ',', size)
        expect(read.map((record) => ('fields' in record ? record.fields : record))).toEqual(rows)
      },
    ),
  )
})
