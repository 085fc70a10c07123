import type { Engine } from '../engine.ts'
import type { Metadata } from '../metadata/metadata.ts'
import type { MetadataLocation } from '../metadata/openMetadata.ts'
import { readWatermark } from '../metadata/work/watermarks.ts'
import { WATERMARKS } from '../refresh/recover.ts'
import type { WarehouseLocation } from '../warehouse/openWarehouse.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { guardDisk, type DiskGuard } from './diskGuard.ts'
import { createReadiness, freeBytes, type ReadinessOptions } from './readiness.ts'

export interface StoresGuard extends DiskGuard, Pick<Engine, 'readiness' | 'diskFree'> {}

/** Sees that the stores answer, keep up and have room; ingest goes through it. */
export function guardStores({
  limits = { maxBehindMs: 60_000, minFreeBytes: 0 },
  ...deps
}: {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly locations: readonly (WarehouseLocation | MetadataLocation)[]
  readonly limits: ReadinessOptions | undefined
  readonly take: DiskGuard['take']
  readonly clock: () => number
  /** The instant up to which memberships are true, as far as this process knows. */
  readonly watermark: () => number | undefined
  /** What fails at present and is tried again, in words. */
  readonly failures: () => readonly string[]
}): StoresGuard {
  const { warehouse, metadata, locations, clock, failures } = deps
  const folders = locations.flatMap((location) => ('folder' in location ? [location.folder] : []))
  const readiness = createReadiness({
    ...limits,
    ...{ warehouse, metadata, folders, clock, failures },
    watermark: async () => {
      const stored = await readWatermark(metadata.db, WATERMARKS.refreshed)
      const reached = Math.max(deps.watermark() ?? 0, Number(stored ?? 0n))
      return reached === 0 ? undefined : reached
    },
  })
  return {
    ...guardDisk(deps.take, folders, limits.minFreeBytes),
    readiness,
    diskFree: () => freeBytes(folders),
  }
}
