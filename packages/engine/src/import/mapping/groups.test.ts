import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '@muster/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GoodRow } from '../reading/row.ts'
import { createGroups, mostRows } from './groups.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-groups-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const rowOf = (line: number, cells: JsonObject): GoodRow => ({
  line,
  cells: Object.assign(Object.create(null) as JsonObject, cells),
})

async function group(parts: number, rows: readonly (readonly [string, GoodRow])[]) {
  const groups = createGroups(parts, folder)
  for (const [key, row] of rows) await groups.add(key, row)
  const found: (readonly [number, ...number[]])[] = []
  for await (const one of groups.each()) {
    if ('rows' in one) found.push(one.rows.map(({ line }) => line) as [number, ...number[]])
    else found.push([one.tooMany])
  }
  await groups.close()
  return found
}

const scattered = Array.from({ length: 30_000 }, (_, line) => {
  const text = `${line}`.padEnd(40, 'ä\n"')
  return [`key ${line % 7_919}`, rowOf(line, { text, big: 2n ** 60n })] as const
})

test('rows of a group are together in the order of the file, in memory and on the disk alike', async () => {
  const inMemory = await group(1, scattered)
  const onDisk = await group(16, scattered)
  expect(inMemory.length).toBe(7_919)
  expect(inMemory[3]).toEqual([3, 7_922, 15_841, 23_760])
  const sorted = (groups: typeof inMemory) => [...groups].sort((a, b) => a[0] - b[0])
  expect(sorted(onDisk)).toEqual(sorted(inMemory))
  expect(await group(16, scattered)).toEqual(onDisk)
  expect(await readdir(folder)).toEqual([])
})

test('what goes to the disk comes back as it was', async () => {
  const groups = createGroups(2, folder)
  const row = rowOf(7, {
    text: 'a\r\n"ü\u2028',
    big: 2n ** 60n,
    deep: [{ x: null }],
    ['__proto__']: 1,
  })
  await groups.add('k', row)
  for await (const one of groups.each()) expect('rows' in one && one.rows).toEqual([row])
  await groups.close()
})

test('a group of more rows than a message can tell of is not held in memory', async () => {
  const rows = Array.from({ length: mostRows + 5 }, (_, line) => ['k', rowOf(line, {})] as const)
  expect(await group(1, rows)).toEqual([[mostRows + 5]])
})
