import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { warehouseContract } from '../test-support/warehouse.contract.ts'

let folder: string

warehouseContract({
  name: 'embedded',
  location: async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-warehouse-'))
    return { folder }
  },
  clear: () => rm(folder, { recursive: true }),
})
