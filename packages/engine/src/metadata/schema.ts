import type {
  OneTimeLinkTable,
  SessionTable,
  SignInAttemptTable,
  UserTable,
} from './tables/accessTables.ts'
import type {
  AudienceProgressTable,
  AudienceTable,
  AudienceVersionTable,
} from './tables/audienceTables.ts'
import type {
  IdentifierTable,
  IdentityLogTable,
  IdentityStateTable,
  ProfileTable,
  SeparationTable,
} from './tables/identityTables.ts'
import type { IdentityDayTable } from './tables/healthTables.ts'
import type { IntentTable } from './tables/intentTable.ts'
import type { CalibrationTable } from './tables/segmentationTables.ts'
import type { ComputedTraitTable } from './tables/traitTables.ts'
import type { CursorTable, JobTable, LeaseTable, WatermarkTable } from './tables/workTables.ts'
import type {
  ApiKeyTable,
  AuditLogTable,
  ListTable,
  MigrationTable,
  SettingTable,
} from './tables/workspaceTables.ts'

/** The tables of the metadata store, as the migrations make them. */
export interface Schema {
  readonly migrations: MigrationTable
  readonly settings: SettingTable
  readonly audit_log: AuditLogTable
  readonly audiences: AudienceTable
  readonly audience_versions: AudienceVersionTable
  readonly audience_progress: AudienceProgressTable
  readonly identity_state: IdentityStateTable
  readonly profiles: ProfileTable
  readonly identifiers: IdentifierTable
  readonly identity_log: IdentityLogTable
  readonly separations: SeparationTable
  readonly lists: ListTable
  readonly api_keys: ApiKeyTable
  readonly leases: LeaseTable
  readonly watermarks: WatermarkTable
  readonly cursors: CursorTable
  readonly jobs: JobTable
  readonly intents: IntentTable
  readonly users: UserTable
  readonly one_time_links: OneTimeLinkTable
  readonly sessions: SessionTable
  readonly sign_in_attempts: SignInAttemptTable
  readonly computed_traits: ComputedTraitTable
  readonly calibrations: CalibrationTable
  readonly identity_days: IdentityDayTable
}
