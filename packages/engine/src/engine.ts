import type { AnalysesApi } from './analyse/analysesApi.ts'
import type { Backup } from './backup/createBackups.ts'
import type { AudienceVersion, Audience } from './metadata/audience/audience.ts'
import type { ApiKey, KeyUse } from './metadata/workspace/apiKeys.ts'
import type { Outcome } from './metadata/outcome.ts'
import type { NotReady } from './status/readiness.ts'
import type { ImportsApi } from './import/importsApi.ts'
import type { TemplatesApi } from './template/templatesApi.ts'
import type { ExplainedIdentity } from './resolve/identityOf.ts'
import type {
  Checked,
  Definition,
  Explanation,
  Identifier,
  Json,
  JsonObject,
  MessageKind,
  MessageLimits,
} from '@muster/core'

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
  readonly catalogue: () => Promise<CatalogueReport>
  readonly keys: KeysApi
  readonly settings: SettingsApi
  readonly status: () => Promise<Status>
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

// --- ingest ---

export interface IngestApi {
  /** Takes one call's messages. 'taken' means that they are durable; 'busy' that nothing of it was kept and the sender should come back. */
  readonly take: (call: IngestCall) => Promise<IngestOutcome>
  readonly rejects: (
    page: RejectsPage,
  ) => Promise<{ readonly rejects: readonly Reject[]; readonly next: string | undefined }>
  /** Sends kept messages through ingest once more, as they were or as `corrected`; each says how it went. */
  readonly replay: (
    replays: readonly { readonly id: string; readonly corrected?: Json }[],
  ) => Promise<readonly Replayed[]>
}
export interface IngestCall {
  readonly messages: readonly Json[]
  /** Fixed by the route; in a batch each message says its own `type`. */
  readonly kind?: MessageKind
  readonly sentAt?: Json
  /** Bytes of each message, or of the body for a single one. */
  readonly byteLengths: readonly number[]
  readonly source: string
  /** For messages that do not come from outside: an import may bring larger ones than a sender may. */
  readonly limits?: MessageLimits
}
export type IngestOutcome =
  | {
      readonly kind: 'taken'
      readonly accepted: number
      readonly duplicates: number
      readonly rejected: readonly RejectedMessage[]
    }
  | {
      readonly kind: 'busy'
      readonly retryAfterSeconds: number
      /** Too much is under way, when it is left out. */
      readonly because?: 'disk_nearly_full'
    }
export interface RejectedMessage {
  /** Its place in the call. */
  readonly index: number
  readonly code: string
  readonly at: readonly (string | number)[]
  readonly message: string
  /** Under which the message is kept. */
  readonly rejectId: string
}
export interface RejectsPage {
  readonly after?: string
  readonly limit: number
  readonly code?: string
  readonly state?: 'open' | 'replayed'
}
export interface Reject {
  readonly id: string
  readonly receivedAt: number
  readonly code: string
  readonly at: readonly (string | number)[]
  readonly message: string
  readonly body: Json
  readonly source: string
  readonly state: 'open' | 'replayed'
}
export interface Replayed {
  readonly id: string
  readonly outcome: 'accepted' | 'duplicate' | 'rejected' | 'unknown' | 'busy'
  readonly reason?: { readonly code: string; readonly message: string }
}

// --- audiences ---

export interface AudiencesApi {
  readonly check: (definition: unknown, self?: string) => Promise<Checked>
  readonly describe: (definition: Definition) => Promise<string>
  readonly create: (wanted: AudienceDraft, by: string) => Promise<Outcome<AudienceView, string>>
  /** A changed definition makes a new version; until it has been computed for everybody, the recorded members stay as they are. `revision` is the one that was read. */
  readonly edit: (
    id: string,
    changes: AudienceEdit,
    by: string,
  ) => Promise<Outcome<AudienceView, string>>
  readonly archive: (id: string, by: string) => Promise<Outcome<AudienceView, string>>
  readonly get: (id: string) => Promise<AudienceView | undefined>
  readonly list: (filter?: {
    readonly state?: Audience['state']
    readonly tag?: string
  }) => Promise<readonly AudienceView[]>
  readonly versions: (id: string) => Promise<readonly AudienceVersion[] | undefined>
  /** The exact size of a definition at an instant (now by default) and some of its people, before anything is saved. */
  readonly preview: (
    definition: unknown,
    options?: { readonly at?: number; readonly sample?: number },
  ) => Promise<Outcome<Preview, string>>
  /** Members now, or as they were recorded at an instant. */
  readonly members: (
    id: string,
    page: { readonly at?: number; readonly after?: bigint; readonly limit: number },
  ) => Promise<Outcome<MembersPage, string>>
  /** Recorded size at the end of each step in [from, to). */
  readonly sizes: (
    id: string,
    range: { readonly from: number; readonly to: number; readonly step: number },
  ) => Promise<Outcome<readonly { readonly at: number; readonly size: number }[], string>>
  readonly explain: (
    target: { readonly audience: string } | { readonly definition: unknown },
    profile: bigint,
    at?: number,
  ) => Promise<Outcome<Explanation, string>>
}
export interface AudienceDraft {
  readonly id?: string
  readonly name: string
  readonly description?: string
  readonly owner?: string
  readonly tags?: readonly string[]
  readonly definition: unknown
  readonly state?: 'draft' | 'live'
}
export interface AudienceEdit {
  readonly revision: number
  readonly name?: string
  readonly description?: string
  readonly owner?: string
  readonly tags?: readonly string[]
  readonly definition?: unknown
  readonly state?: 'draft' | 'live'
  readonly note?: string
}
/** An audience with what is known of it now. */
export interface AudienceView {
  readonly audience: Audience
  readonly sentence: string
  /** Members as recorded; undefined before the first backfill is done. */
  readonly size: number | undefined
  readonly progress: {
    readonly state: 'none' | 'pending' | 'running' | 'done'
    readonly versionInForce: number | undefined
    readonly watermark: number | undefined
    readonly error: string | undefined
  }
  readonly latency: Latency | undefined
}
/** From receipt of the evidence (or the instant an edge was due) to the change on record, in milliseconds, over the last day. */
export interface Latency {
  readonly changes: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}
export interface Preview {
  readonly size: number
  readonly profiles: number
  readonly at: number
  readonly sentence: string
  readonly warnings: Extract<Checked, { readonly ok: true }>['warnings']
  readonly sample: readonly ProfileSummary[]
  readonly tookMs: number
}
export interface MembersPage {
  readonly members: readonly ProfileSummary[]
  readonly next: bigint | undefined
}
export interface ProfileSummary {
  readonly profile: bigint
  readonly identifiers: readonly Identifier[]
  readonly traits: JsonObject
}

// --- profiles ---

export interface ProfilesApi {
  /** By its id or by any identifier; an id that was merged away leads to the survivor. */
  readonly find: (by: { readonly profile: bigint } | Identifier) => Promise<bigint | undefined>
  readonly get: (
    profile: bigint,
    options?: { readonly events?: number; readonly before?: number },
  ) => Promise<ProfileWhole | undefined>
  readonly identity: (profile: bigint) => Promise<ExplainedIdentity | undefined>
  /** Gives each group of identifiers a profile of its own, for good; those not named stay. */
  readonly unmerge: (
    profile: bigint,
    groups: readonly (readonly Identifier[])[],
    by: string,
  ) => Promise<Outcome<{ readonly profiles: readonly bigint[] }, string>>
  readonly merge: (
    survivor: bigint,
    absorbed: bigint,
    by: string,
  ) => Promise<Outcome<{ readonly profile: bigint }, string>>
  readonly leaveAccount: (
    profile: bigint,
    accountId: string,
    by: string,
  ) => Promise<Outcome<null, string>>
}
export interface ProfileWhole {
  readonly profile: bigint
  readonly identifiers: readonly Identifier[]
  readonly traits: Readonly<
    Record<string, { readonly value: Json; readonly at: number; readonly messageId: string }>
  >
  readonly traitHistory: readonly {
    readonly name: string
    readonly value: Json
    readonly at: number
    readonly messageId: string
  }[]
  readonly events: readonly TimelineEvent[]
  readonly accounts: readonly string[]
  readonly lists: readonly string[]
  readonly audiences: readonly {
    readonly id: string
    readonly name: string
    readonly member: boolean
    readonly since: number | undefined
  }[]
  readonly firstSeenAt: number | undefined
  readonly lastSeenAt: number | undefined
}
export interface TimelineEvent {
  readonly messageId: string
  readonly at: number
  readonly receivedAt: number
  readonly kind: MessageKind
  readonly name: string
  readonly properties: JsonObject
  readonly context: JsonObject
}

// --- lists ---

export interface ListsApi {
  readonly create: (
    wanted: { readonly id?: string; readonly name: string },
    by: string,
  ) => Promise<Outcome<{ readonly id: string; readonly name: string }, string>>
  readonly list: () => Promise<
    readonly { readonly id: string; readonly name: string; readonly size: number }[]
  >
  /** Puts profiles on a list by identifier, or takes them off. An identifier nobody has yet makes a profile. */
  readonly put: (
    id: string,
    identifiers: readonly Identifier[],
    present: boolean,
    by: string,
  ) => Promise<
    Outcome<
      {
        readonly changed: number
        readonly unusable: readonly { readonly index: number; readonly reason: string }[]
      },
      string
    >
  >
}

// --- changes ---

export interface ChangesApi {
  /** In the order in which they were recorded, after a cursor; or the newest first, and then `after` leads back in time. */
  readonly page: (page: {
    readonly after?: string
    readonly newestFirst?: boolean
    readonly limit: number
    readonly audience?: string
    readonly profile?: bigint
  }) => Promise<{ readonly changes: readonly Change[]; readonly next: string | undefined }>
  /** Calls back after every tick that recorded changes; the callback reads pages at its own pace. Returns the way to stop. */
  readonly onRecorded: (listener: () => void) => () => void
}
export interface Change {
  readonly cursor: string
  readonly audience: string
  readonly profile: bigint
  readonly entered: boolean
  /** From which instant the membership is so. */
  readonly at: number
  readonly cause: Cause
  /** When the evidence was received, or the edge was due. */
  readonly dueAt: number
  readonly recordedAt: number
  readonly lateMs: number
}
export type Cause =
  | { readonly kind: 'event'; readonly messageId: string }
  | { readonly kind: 'edge' }
  | { readonly kind: 'merge' }
  | { readonly kind: 'unmerge' }
  | { readonly kind: 'list' }
  | { readonly kind: 'account' }
  | { readonly kind: 'definition'; readonly version: number }

// --- catalogue, keys, settings, status ---

export interface CatalogueReport {
  readonly events: readonly {
    readonly name: string
    readonly count: number
    readonly firstSeenAt: number
    readonly lastSeenAt: number
    readonly properties: readonly SeenPath[]
  }[]
  readonly traits: readonly SeenPath[]
  readonly accountTraits: readonly SeenPath[]
  readonly identifierKinds: readonly { readonly kind: string; readonly count: number }[]
}
export interface SeenPath {
  readonly path: string
  readonly types: readonly { readonly type: string; readonly count: number }[]
  readonly samples: readonly Json[]
  readonly firstSeenAt: number
  readonly lastSeenAt: number
  /** Whether it has a column of its own in the warehouse. */
  readonly promoted: boolean
}
export interface KeysApi {
  readonly create: (
    wanted: KeyUse & { readonly name: string },
    by: string,
  ) => Promise<{ readonly key: string; readonly stored: ApiKey }>
  readonly verify: (key: string) => Promise<ApiKey | undefined>
  readonly list: () => Promise<readonly ApiKey[]>
  readonly revoke: (id: string, by: string) => Promise<boolean>
}
export interface SettingsApi {
  readonly get: () => Promise<JsonObject>
  readonly change: (changes: JsonObject, by: string) => Promise<Outcome<JsonObject, string>>
}
export interface Status {
  readonly ready: boolean
  /** Which process keeps memberships true: this one, another on the same stores, or for a moment none, until another takes over. */
  readonly refreshing: 'here' | 'elsewhere' | 'nowhere'
  readonly problems: readonly string[]
  readonly eventsPerSecond: number
  readonly profiles: number
  readonly messages: number
  readonly queued: number
  readonly latency: Latency | undefined
  readonly watermark: number | undefined
  readonly lastTick:
    | {
        readonly at: number
        readonly tookMs: number
        readonly touched: number
        readonly changes: number
      }
    | undefined
}
