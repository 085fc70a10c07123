import { openClickHouse } from './adapters/clickhouse.ts'
import { openEmbedded } from './adapters/embedded.ts'
import { CLUSTER_SETTINGS, onClusterOf } from './cluster.ts'
import { setMergePace } from './mergePace.ts'
import { migrate } from './migrate.ts'
import type { Warehouse } from './warehouse.ts'
import { setWriteThrough } from './writeThrough.ts'

export type WarehouseLocation = (
  | { readonly folder: string }
  | {
      readonly url: string
      /** The name of a cluster, as its servers know it: tables are replicated on it and spread over its shards. */
      readonly cluster?: string
    }
) & {
  /** Whether an insert waits for the disk itself, so that it survives a loss of power; as it was before if left out, at first not. */
  readonly writeThrough?: boolean
}

/** Opens the warehouse at a folder (embedded) or a URL (ClickHouse), in its present form. Throws a `WarehouseError` if it can't. */
export async function openWarehouse(location: WarehouseLocation): Promise<Warehouse> {
  const warehouse = openStore(location)
  try {
    await migrate(warehouse)
    await setMergePace(warehouse)
    if (location.writeThrough !== undefined) {
      await setWriteThrough(warehouse, location.writeThrough)
    }
    return warehouse
  } catch (error) {
    await warehouse.close()
    throw error
  }
}

function openStore(location: WarehouseLocation): Warehouse {
  if ('folder' in location) return openEmbedded(location.folder)
  const { url, cluster } = location
  if (cluster === undefined) return openClickHouse(url)
  return onClusterOf(openClickHouse(url, CLUSTER_SETTINGS), cluster)
}
