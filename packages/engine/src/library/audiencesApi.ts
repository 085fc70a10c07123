import type { Checked, Definition, Explanation, Identifier, JsonObject } from '@muster/core'
import type { Audience, AudienceVersion } from '../metadata/audience/audience.ts'
import type { Outcome } from '../metadata/outcome.ts'

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
    page: {
      readonly at?: number
      readonly after?: bigint
      readonly limit: number
      /** Only whoever has this as an identifier of any kind, whole, or as their id. */
      readonly identifier?: string
      /** The traits to show, by path, computed or sent; those that most of the people have when it is left out. */
      readonly traits?: readonly string[]
    },
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
  /** When somebody entered or left last; undefined when nobody ever has. */
  readonly lastChangeAt: number | undefined
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
