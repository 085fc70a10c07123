import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Session } from 'chdb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Reading } from '../mapping/mapping.ts'
import { formatOf, openRows } from './openRows.ts'
import type { Row } from './row.ts'

let folder: string
let session: Session

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-rows-'))
  session = new Session(join(folder, 'engine'))
})
afterAll(async () => {
  session.close()
  await rm(folder, { recursive: true, force: true })
})

async function file(name: string, contents: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, contents)
  return path
}

/** Writes a file with the engine, whose format follows from its name. */
function written(name: string, select: string, format: string): string {
  const path = join(folder, name)
  session.query(`INSERT INTO FUNCTION file('${path}', '${format}') ${select}`)
  return path
}

async function read(path: string, reading: Reading = {}) {
  const source = await openRows(path, reading)
  const rows: Row[] = []
  for await (const some of source.rows) rows.push(...some)
  return { columns: source.columns, rows, done: source.bytesDone(), total: source.bytesTotal }
}

const cellsOf = async (path: string, reading?: Reading) =>
  (await read(path, reading)).rows.map((row) =>
    'cells' in row ? { ...row.cells } : row.fault.code,
  )

test('a CSV has text in every cell', async () => {
  const path = await file('a.csv', 'id, name \n0012,"x, y"\n17850.0,\n')
  const { columns, rows, done, total } = await read(path)
  expect(columns).toEqual(['id', 'name'])
  expect(rows).toMatchObject([
    { line: 2, cells: { id: '0012', name: 'x, y' } },
    { line: 3, cells: { id: '17850.0', name: '' } },
  ])
  expect(done).toBe(total)
})

test('a line with too few or too many fields is a fault of its own', async () => {
  const path = await file('b.csv', 'a,b\n1\n1,2,3\n1,2\n')
  expect(await cellsOf(path)).toEqual([
    'wrong_field_count',
    'wrong_field_count',
    { a: '1', b: '2' },
  ])
})

test('the delimiter follows from the name, or from the mapping', async () => {
  expect(await cellsOf(await file('c.tsv', 'a\tb\n1\t2'))).toEqual([{ a: '1', b: '2' }])
  const path = await file('d.tsv', '\uFEFFa;b\r\n1;2\r\n')
  expect(await cellsOf(path, { delimiter: ';' })).toEqual([{ a: '1', b: '2' }])
})

test('names for a file without a header, and for columns without a name', async () => {
  expect(await cellsOf(await file('e.csv', '1,2'), { header: ['x', 'y'] })).toEqual([
    { x: '1', y: '2' },
  ])
  expect((await read(await file('f.csv', ',b\n'))).columns).toEqual(['column_1', 'b'])
})

test('a column may have any name', async () => {
  const { rows } = await read(await file('proto.csv', '__proto__,constructor\n1,2\n'))
  expect(rows.map((row) => 'cells' in row && Object.entries(row.cells))).toEqual([
    [
      ['__proto__', '1'],
      ['constructor', '2'],
    ],
  ])
})

test('another encoding is read when it is named, and noticed when it is not', async () => {
  const path = await file('g.csv', Buffer.from('a,b\nZ\xfcrich,1\n', 'latin1'))
  expect(await cellsOf(path)).toEqual(['invalid_text'])
  expect(await cellsOf(path, { encoding: 'windows-1252' })).toEqual([{ a: 'Zürich', b: '1' }])
})

test('gzip, also of several members', async () => {
  const path = await file('h.csv.gz', Buffer.concat([gzipSync('a,b\n1,2\n'), gzipSync('3,4\n')]))
  expect(await cellsOf(path)).toEqual([
    { a: '1', b: '2' },
    { a: '3', b: '4' },
  ])
})

test('a gzip that breaks off says so after the rows that can be read', async () => {
  const whole = gzipSync(`a\n${Array.from({ length: 50_000 }, (_, i) => i * 7919).join('\n')}`)
  const path = await file('i.csv.gz', whole.subarray(0, whole.length / 2))
  await expect(read(path)).rejects.toMatchObject({ code: 'unreadable_file' })
})

test('zstd, through a process of its own', async () => {
  const path = written('j.csv.zst', `SELECT 'a,b\n1,"x\r\ny"'`, 'LineAsString')
  expect(await cellsOf(path)).toEqual([{ a: '1', b: 'x\r\ny' }])
})

test('NDJSON keeps every digit and names bad lines', async () => {
  const path = await file(
    'k.jsonl',
    '{"id":9007199254740993,"u":{"n":1.10}}\n\n[1]\n{"a":\n{"id":2}\n',
  )
  const { columns, rows } = await read(path)
  expect(columns).toBeUndefined()
  expect(rows).toMatchObject([
    { line: 1, cells: { id: 9007199254740993n, u: { n: 1.1 } } },
    { line: 3, fault: { code: 'not_an_object' } },
    { line: 4, fault: { code: 'invalid_json' } },
    { line: 5, cells: { id: 2 } },
  ])
})

test('Parquet has types of its own; the order is that of the file', async () => {
  const path = written(
    // The engine would take the braces for a pattern.
    'l.parquet',
    `SELECT number AS id, 'n' || toString(number) AS name, toDecimal64(number, 2) + toDecimal64('0.10', 2) AS price,
      toDateTime64(number, 3, 'UTC') AS at, if(number % 2 = 0, NULL, number) AS odd, [number] AS list,
      9007199254740993 + number AS big
    FROM numbers(150000)`,
    'Parquet',
  )
  const { columns, rows, done, total } = await read(path)
  expect(columns).toEqual(['id', 'name', 'price', 'at', 'odd', 'list', 'big'])
  expect(rows.length).toBe(150_000)
  expect(rows[1]).toMatchObject({
    line: 2,
    cells: {
      ...{ id: 1, name: 'n1', price: '1.1', at: '1970-01-01T00:00:01.000Z', odd: 1, list: [1] },
      big: 9007199254740994n,
    },
  })
  expect(rows[0]).toMatchObject({ cells: { odd: null } })
  expect(rows.every((row, index) => 'cells' in row && row.cells['id'] === index)).toBe(true)
  expect(done).toBe(total)
})

test('a reader may stop early, and leaves nothing behind', async () => {
  const path = written('m.parquet', 'SELECT number AS n FROM numbers(1000000)', 'Parquet')
  const before = (await readdir(tmpdir())).filter((name) => name.startsWith('muster-import-'))
  const source = await openRows(path, {})
  for await (const rows of source.rows) {
    expect(rows.length).toBeGreaterThan(0)
    break
  }
  await source.close()
  const after = (await readdir(tmpdir())).filter((name) => name.startsWith('muster-import-'))
  expect(after.filter((name) => !before.includes(name))).toEqual([])
})

test('a path is a path and no pattern', async () => {
  const path = await file('{n,o}*.parquet', new Uint8Array())
  await expect(read(path)).rejects.toMatchObject({ code: 'unreadable_file' })
})

test.each([
  ['missing.csv', 'file_not_found'],
  ['missing.parquet', 'file_not_found'],
  ['.', 'file_not_found'],
])('%s: %s', async (name, code) => {
  await expect(read(join(folder, name))).rejects.toMatchObject({ code })
})

test('files without a usable header, and files that are not what their name says', async () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['empty.csv', '', 'no_header'],
    ['twice.csv', 'a,a\n', 'duplicate_column'],
    ['open.csv', '"a,b\n1,2', 'no_header'],
    ['not.csv.gz', 'a,b\n', 'unreadable_file'],
    ['not.parquet', 'a,b\n', 'unreadable_file'],
    ['not.csv.zst', 'a,b\n', 'unreadable_file'],
  ]
  for (const [name, contents, code] of cases) {
    await expect(read(await file(name, contents)), name).rejects.toMatchObject({ code })
  }
})

test('the format follows from the name', () => {
  expect(
    ['a.csv', 'a.CSV.GZ', 'a.txt', 'a.jsonl.zst', 'a.ndjson', 'a.parquet'].map(formatOf),
  ).toEqual([...['csv', 'csv', 'csv', 'ndjson', 'ndjson', 'parquet']])
})
