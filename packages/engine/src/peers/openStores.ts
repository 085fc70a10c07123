import { sql } from 'kysely'
import type { Metadata } from '../metadata/metadata.ts'
import { openMetadata, type MetadataLocation } from '../metadata/openMetadata.ts'
import { openWarehouse, type WarehouseLocation } from '../warehouse/openWarehouse.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

export interface Stores {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  /** Whether other processes may have them open too: both are servers. */
  readonly areShared: boolean
}

/** Any number would do. */
const migrationLock = 7_206_911_404n

/** Opens both stores and brings their tables up to date; of processes that start at once, one after the other. */
export async function openStores(
  warehouse: WarehouseLocation,
  metadata: MetadataLocation,
): Promise<Stores> {
  const areShared = 'url' in warehouse && 'url' in metadata
  const opened = await openMetadata(metadata)
  try {
    const open = () => openWarehouse(warehouse)
    const inTurn = () =>
      opened.transaction(async (tx) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(current_schema(), ${migrationLock}::bigint))`.execute(
          tx,
        )
        // The warehouse may take its time.
        await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx)
        return open()
      })
    return { warehouse: await (areShared ? inTurn() : open()), metadata: opened, areShared }
  } catch (error) {
    await opened.close()
    throw error
  }
}
