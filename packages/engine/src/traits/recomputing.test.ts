import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Json } from '@muster/core'
import { createAudience } from '../metadata/audience/createAudience.ts'
import { readProgress } from '../metadata/audience/progress.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { openMetadata } from '../metadata/openMetadata.ts'
import { changeSettings, readSettings } from '../workspace/workspaceSettings.ts'
import { recomputing } from './recomputing.ts'

let metadata: Metadata
beforeEach(async () => {
  metadata = await openMetadata({ memory: true })
})
afterEach(() => metadata.close())

const live = async (id: string, definition: Json, state: 'live' | 'draft' = 'live') => {
  const wanted = { id, name: id, definition, fingerprint: id, state }
  const made = await createAudience(metadata.db, wanted, { at: 1, by: 'test' })
  if (!made.ok) throw new Error(made.error.message)
  return made.value.number
}
const change = (segmentation: Json) =>
  changeSettings(metadata, { segmentation }, { at: 7, by: 'test', recomputing })
const asked = async () =>
  (await readProgress(metadata.db)).flatMap(({ audience, backfill }) =>
    backfill.state === 'pending' ? [audience] : [],
  )

test('exactly the live audiences that rest on a trait which means something else are computed anew', async () => {
  const onStage = await live('new', { trait: 'lifecycle.stage', is: { equals: 'new' } })
  const behind = await live('both', {
    all: [{ audience: 'new' }, { trait: 'plan', is: { exists: true } }],
  })
  await live('draft', { trait: 'lifecycle.stage', is: { equals: 'lapsed' } }, 'draft')
  await live('hour', { trait: 'preferred.hour', is: { exactly: 8 } })
  await live('buyers', { event: 'Order Completed' })
  expect(await change({ leastCustomers: 50 })).toMatchObject({ ok: true })
  expect(await asked()).toEqual([])
  expect(await change({ leastCustomers: 50, newWithin: '7d' })).toMatchObject({ ok: true })
  expect(await asked()).toEqual([onStage, behind])
})

test('what is not written asks for nothing', async () => {
  await live('new', { trait: 'lifecycle.stage', is: { equals: 'new' } })
  expect(await change({ newWithin: 'soon' })).toMatchObject({
    ok: false,
    error: { code: 'bad_setting', at: ['segmentation', 'newWithin'] },
  })
  const failing = metadata.transaction((tx) =>
    recomputing(tx, 7, async () => {
      const value = JSON.stringify({ newWithin: '7d' })
      await tx
        .insertInto('settings')
        .values({ key: 'segmentation', value, updated_at: 7 })
        .execute()
      throw new Error('cut off')
    }),
  )
  await expect(failing).rejects.toThrow('cut off')
  expect(await asked()).toEqual([])
  expect((await readSettings(metadata.db)).segmentation).toEqual({})
})
