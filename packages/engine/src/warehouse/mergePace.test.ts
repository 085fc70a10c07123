import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { setMergePace } from './mergePace.ts'
import { openWarehouse } from './openWarehouse.ts'

test('tables that no tick reads are merged less, from the first start on and told once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-pace-'))
  const warehouse = await openWarehouse({ folder })
  const tables = await warehouse.query<{ name: string }>({
    text: "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine_full LIKE '%merge_selector_base = 20%' ORDER BY name",
    params: {},
  })
  expect(tables.map(({ name }) => name)).toEqual([
    'changes',
    'members_by_audience',
    'members_by_profile',
  ])
  const commands: string[] = []
  await setMergePace({
    ...warehouse,
    command: ({ text }) => Promise.resolve(void commands.push(text)),
  })
  expect(commands).toEqual([])
  await warehouse.close()
  await rm(folder, { recursive: true })
})
