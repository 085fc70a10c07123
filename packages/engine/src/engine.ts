import type { AccessApi } from './access/accessApi.ts'
import type { AnalysesApi } from './analyse/analysesApi.ts'
import type { Backup } from './backup/createBackups.ts'
import type { CatalogueReport } from './catalogue/catalogueApi.ts'
import type { HealthApi } from './health/healthApi.ts'
import type { ImportsApi } from './import/importsApi.ts'
import type { IngestApi } from './ingest/ingestApi.ts'
import type { AudienceView, AudiencesApi } from './library/audiencesApi.ts'
import type { ListsApi } from './lists/listsApi.ts'
import type { Outcome } from './metadata/outcome.ts'
import type { ChangesApi } from './read/changesApi.ts'
import type { ProfilesApi } from './read/profilesApi.ts'
import type { SegmentationApi } from './segmentation/segmentationApi.ts'
import type { NotReady } from './status/readiness.ts'
import type { Pulse, Status } from './status/statusApi.ts'
import type { TemplatesApi } from './template/templatesApi.ts'
import type { TraitsApi } from './traits/traitsApi.ts'
import type { KeysApi, SettingsApi } from './workspace/workspaceApi.ts'

/**
 * Muster without its outside: everything that the API, the CLI and the web app can ask for. Instants are milliseconds since 1970 UTC,
 * profile ids 64-bit integers. What can be wrong with a request is an {@link Outcome}; a store that fails rejects.
 */
export interface Engine {
  readonly ingest: IngestApi
  readonly audiences: AudiencesApi
  readonly profiles: ProfilesApi
  readonly lists: ListsApi
  readonly changes: ChangesApi
  readonly imports: ImportsApi
  readonly analyses: AnalysesApi
  readonly templates: TemplatesApi<AudienceView>
  readonly traits: TraitsApi
  readonly segmentation: SegmentationApi<AudienceView>
  readonly catalogue: () => Promise<CatalogueReport>
  readonly keys: KeysApi
  readonly access: AccessApi
  readonly settings: SettingsApi
  readonly status: () => Promise<Status>
  /** What came in and how late changes were recorded, in equal steps of [from, to). */
  readonly pulse: (range: {
    readonly from: number
    readonly to: number
    readonly step: number
  }) => Promise<Outcome<Pulse, string>>
  readonly health: HealthApi
  /** Why it can't do its work now; nothing when it can. Never rejects, whatever is gone. */
  readonly readiness: () => Promise<readonly NotReady[]>
  /** Free bytes where the embedded stores are; undefined when there are none. */
  readonly diskFree: () => Promise<number | undefined>
  /** Resolves when everything taken before the call has been evaluated and no backfill is pending. */
  readonly settle: () => Promise<void>
  /** Both embedded stores as they are at one instant. Throws a `BackupError`; stores by URL have tools of their own. */
  readonly backup: () => Promise<Backup>
  /** Stops taking messages, lets what is under way end, and lets go of the stores. */
  readonly close: () => Promise<void>
}
