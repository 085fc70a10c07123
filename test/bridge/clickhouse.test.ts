import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { warehouseContract } from '../../packages/engine/src/warehouse/test-support/warehouse.contract.ts'
import { startBridge, type Bridge } from './bridge.ts'

let folder: string
let bridge: Bridge

warehouseContract({
  name: 'a server by URL',
  location: async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-bridge-'))
    bridge = await startBridge(folder)
    return { url: bridge.url }
  },
  clear: async () => {
    await bridge.stop()
    await rm(folder, { recursive: true })
  },
})
