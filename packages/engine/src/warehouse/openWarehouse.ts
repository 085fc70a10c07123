import { openClickHouse } from './adapters/clickhouse.ts'
import { openEmbedded } from './adapters/embedded.ts'
import { migrate } from './migrate.ts'
import type { Warehouse } from './warehouse.ts'
import { setWriteThrough } from './writeThrough.ts'

export type WarehouseLocation = ({ readonly folder: string } | { readonly url: string }) & {
  /** Whether an insert waits for the disk itself, so that it survives a loss of power; as it was before if left out, at first not. */
  readonly writeThrough?: boolean
}

/** Opens the warehouse at a folder (embedded) or a URL (ClickHouse), in its present form. Throws a `WarehouseError` if it can't. */
export async function openWarehouse(location: WarehouseLocation): Promise<Warehouse> {
  const warehouse = 'url' in location ? openClickHouse(location.url) : openEmbedded(location.folder)
  try {
    await migrate(warehouse)
    if (location.writeThrough !== undefined) {
      await setWriteThrough(warehouse, location.writeThrough)
    }
    return warehouse
  } catch (error) {
    await warehouse.close()
    throw error
  }
}
