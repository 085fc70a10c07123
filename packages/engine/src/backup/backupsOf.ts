import type { MetadataLocation } from '../metadata/openMetadata.ts'
import type { Metadata } from '../metadata/metadata.ts'
import type { WarehouseLocation } from '../warehouse/openWarehouse.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { createBackups, type Backups } from './createBackups.ts'
import { BackupError } from './manifest.ts'

/** Backups of an engine's stores, which it has open. Of stores by URL there are none: it says what to use instead. */
export function backupsOf({
  warehouse,
  metadata,
  importFolder,
  stores,
  clock,
}: {
  readonly warehouse: WarehouseLocation
  readonly metadata: MetadataLocation
  readonly importFolder: string
  readonly stores: { readonly warehouse: Warehouse; readonly metadata: Metadata }
  readonly clock: () => number
}): Backups {
  const [stillWarehouse, stillMetadata] = [stores.warehouse.whileStill, stores.metadata.whileStill]
  const isEmbedded = 'folder' in warehouse && 'folder' in metadata
  if (!isEmbedded || stillWarehouse === undefined || stillMetadata === undefined) {
    return { make: () => Promise.reject(BackupError.ofUrls()), close: () => Promise.resolve() }
  }
  return createBackups({
    folders: {
      warehouse: warehouse.folder,
      metadata: metadata.folder,
      imports: importFolder,
    },
    // In the order in which everybody else takes them: a transaction may wait for an insert, an insert never for a transaction.
    whileStill: (work) => stillMetadata(() => stillWarehouse(work)),
    clock,
  })
}
