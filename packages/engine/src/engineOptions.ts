import type { SessionLimits } from './access/context.ts'
import type { MetadataLocation } from './metadata/openMetadata.ts'
import type { Measure } from './status/measure.ts'
import type { ReadinessOptions } from './status/readiness.ts'
import type { WarehouseLocation } from './warehouse/openWarehouse.ts'

export interface EngineOptions {
  readonly warehouse: WarehouseLocation
  readonly metadata: MetadataLocation
  /** A folder on this machine for what imports keep beside the stores: checkpoints, and what they could not take. */
  readonly importFolder: string
  /** Milliseconds since 1970 UTC; the system's clock by default. */
  readonly clock?: () => number
  /** Milliseconds between two ticks; 100 by default. */
  readonly pause?: number
  /** Identifiers times audiences of one statement that computes new audiences; 5,000,000 by default, which take 800 MB at the most. */
  readonly mostAtOnce?: number
  /** When the engine says that it is not ready: a minute behind, and no room on the disk, when left out. */
  readonly readiness?: ReadinessOptions
  /** How long somebody stays signed in: 30 days in all and 7 without a request, when left out. */
  readonly sessions?: SessionLimits
  /** Told of what happened, for metrics. */
  readonly onMeasured?: (measure: Measure) => void
  /** Told of what went wrong in the background and is tried again. */
  readonly onProblem?: (problem: { readonly doing: string; readonly error: unknown }) => void
}
