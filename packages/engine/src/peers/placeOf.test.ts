import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { placeOf } from './placeOf.ts'

test('a folder has one name, whoever asks first and however many at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-place-'))
  const asked = await Promise.all(Array.from({ length: 8 }, () => placeOf(join(folder, 'imports'))))
  expect(new Set([...asked, await placeOf(join(folder, 'imports'))]).size).toBe(1)
  expect(await placeOf(join(folder, 'other'))).not.toBe(asked[0])
  expect(await readdir(join(folder, 'imports'))).toEqual(['place'])
  await rm(folder, { recursive: true })
})
