import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readTar, writeTar, type TarEntry } from './tar.ts'

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item)
}

const file = (path: string, ...parts: readonly string[]): TarEntry => ({
  kind: 'file',
  path,
  size: Buffer.byteLength(parts.join('')),
  content: each(parts.map((part) => Buffer.from(part))),
})

async function bytesOf(entries: readonly TarEntry[]): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of writeTar(each(entries))) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function read(bytes: Buffer, chunk = bytes.length) {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) =>
    bytes.subarray(i * chunk, (i + 1) * chunk),
  )
  const found: unknown[] = []
  for await (const entry of readTar(each(chunks))) {
    if (entry.kind !== 'file') found.push(entry)
    else {
      const parts: Uint8Array[] = []
      for await (const part of entry.content) parts.push(part)
      found.push([entry.path, entry.size, Buffer.concat(parts).toString()])
    }
  }
  return found
}

const long = `warehouse/store/${'a'.repeat(120)}/${'b'.repeat(60)}.bin`
const sample = (): readonly TarEntry[] => [
  { kind: 'folder', path: 'warehouse' },
  file('warehouse/empty'),
  file('warehouse/short', 'some', 'thing'),
  file('warehouse/block', 'x'.repeat(512)),
  file(long, 'long'),
  { kind: 'link', path: 'warehouse/link', target: '../elsewhere' },
]
const expected = [
  { kind: 'folder', path: 'warehouse' },
  ['warehouse/empty', 0, ''],
  ['warehouse/short', 9, 'something'],
  ['warehouse/block', 512, 'x'.repeat(512)],
  [long, 4, 'long'],
  { kind: 'link', path: 'warehouse/link', target: '../elsewhere' },
]

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-tar-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const wide = `warehouse/${'ü'.repeat(60)}`

test('what is written is read, however it is cut into chunks', async () => {
  const bytes = await bytesOf([...sample(), file(wide, 'wide')])
  for (const chunk of [bytes.length, 512, 100, 7])
    expect(await read(bytes, chunk)).toEqual([...expected, [wide, 4, 'wide']])
})

test('content that nobody reads is passed over', async () => {
  const kinds: string[] = []
  for await (const entry of readTar(each([await bytesOf(sample())]))) kinds.push(entry.path)
  expect(kinds).toEqual(sample().map(({ path }) => path))
})

test('the tar of the system lists it, long names too', async () => {
  const bytes = await bytesOf(sample())
  const names = execFileSync('tar', ['-tf', '-'], { input: bytes })
  expect(names.toString().trim().split('\n')).toEqual([...sample().map(({ path }) => path)])
})

test('a file of more than 8 GiB says its size in an extended header', async () => {
  const size = 9 * 1024 ** 3
  const entry: TarEntry = { kind: 'file', path: 'large', size, content: each([]) }
  const chunks: Uint8Array[] = []
  await expect(
    (async () => {
      for await (const chunk of writeTar(each([entry]))) chunks.push(chunk)
    })(),
  ).rejects.toThrow('large has 0 bytes instead of 9663676416')
  expect(Buffer.concat(chunks).toString()).toContain('19 size=9663676416\n')
})

test('bytes that are missing or changed are noticed', async () => {
  const bytes = await bytesOf(sample())
  await expect(read(bytes.subarray(0, 1500))).rejects.toThrow('it ends before its time')
  const changed = Buffer.from(bytes)
  changed[512] = 0x41
  await expect(read(changed)).rejects.toThrow('a header is not one of a tar')
})
