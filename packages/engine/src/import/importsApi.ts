import type { Json, JsonObject } from '@muster/core'
import type { Refusal } from '../metadata/outcome.ts'

/**
 * Takes files in: CSV (any delimiter), NDJSON and Parquet become messages by a mapping (docs/import.md) and go through ingest as if they
 * had been sent. A file is a path on this machine; whoever offers this over a network decides which paths a caller may name.
 */
export interface ImportsApi {
  /** The columns of a file and its first rows as they stand there, before anything is mapped. Of `mapping` it needs how to read only. */
  readonly inspect: (
    file: string,
    mapping: unknown,
    rows: number,
  ) => Promise<ImportOutcome<Inspection>>
  /** What the first `rows` rows would become, or why not, without keeping anything. */
  readonly dryRun: (file: string, mapping: unknown, rows: number) => Promise<ImportOutcome<DryRun>>
  /** Checks the mapping against the file and queues the import; it survives a restart and is done once, however often it is begun. */
  readonly start: (file: string, mapping: unknown, by: string) => Promise<ImportOutcome<ImportView>>
  readonly progress: (id: string) => Promise<ImportView | undefined>
  /** The newest first; `next` leads to the older ones. */
  readonly list: (page: {
    readonly after?: string
    readonly limit: number
  }) => Promise<{ readonly imports: readonly ImportView[]; readonly next: string | undefined }>
  /** What of an import was not taken, in the order in which it was found; nothing for an unknown id. */
  readonly rejects: (
    id: string,
    page: { readonly after?: string; readonly limit: number },
  ) => Promise<
    { readonly rejects: readonly ImportReject[]; readonly next: string | undefined } | undefined
  >
  /** Ends an import that waits or runs; what it has sent so far stays. False when it has ended already or is not known. */
  readonly cancel: (id: string) => Promise<boolean>
}

/** `error` is the first of `issues`, so that this is also an ordinary outcome. */
export type ImportOutcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false
      readonly error: Refusal<string>
      /** All that was found; `at` is a path in the mapping, or ['file']. */
      readonly issues: readonly Refusal<string>[]
    }

export interface Inspection {
  readonly format: 'csv' | 'ndjson' | 'parquet'
  /** In the order of the file; for NDJSON those of the rows that were read. */
  readonly columns: readonly string[]
  readonly rows: readonly InspectedRow[]
}
export type InspectedRow =
  | { readonly line: number; readonly cells: JsonObject }
  | { readonly line: number; readonly fault: Refusal<string> }

export interface DryRun {
  readonly columns: readonly string[]
  readonly results: readonly DryResult[]
}
/** `lines` are those of the file that it came from, 1 is the first; of a Parquet file, its rows. */
export type DryResult =
  | { readonly kind: 'message'; readonly lines: readonly number[]; readonly message: JsonObject }
  | { readonly kind: 'skipped'; readonly lines: readonly number[]; readonly rule: string }
  | {
      readonly kind: 'rejected'
      readonly lines: readonly number[]
      readonly fault: Refusal<string>
      /** What it would have been sent as, when it is ingest that would refuse it. */
      readonly message?: JsonObject
    }

/** Instants are milliseconds since 1970 UTC. */
export interface ImportView {
  readonly id: string
  readonly name: string
  readonly file: string
  readonly mapping: Json
  readonly by: string
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly createdAt: number
  readonly updatedAt: number
  readonly finishedAt: number | undefined
  readonly progress: ImportProgress
  /** Why it failed. */
  readonly error: Refusal<string> | undefined
}

export interface ImportProgress {
  /** Rows read, without the header. */
  readonly rows: number
  /** Rows that a rule of the mapping left out, by the rule's name. */
  readonly skipped: Readonly<Record<string, number>>
  /** Messages that went through ingest: each was accepted, a duplicate, or rejected by it. */
  readonly messages: number
  readonly accepted: number
  /** Were there already: from an earlier import, or sent twice by this one. */
  readonly duplicates: number
  /** By the mapping or by ingest; each is kept with its lines. */
  readonly rejected: number
  /** Of the file as it lies on the disk, compressed or not. */
  readonly bytesDone: number
  readonly bytesTotal: number
}

export interface ImportReject {
  readonly lines: readonly number[]
  readonly code: string
  /** The column, or the place in the message. */
  readonly at: readonly (string | number)[]
  readonly message: string
  /** Under which ingest keeps the message, when ingest refused it. */
  readonly rejectId?: string
}
