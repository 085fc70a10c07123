import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** The database, or a transaction on it: what every function of this folder takes first. */
export type Db = Kysely<Schema>

/**
 * The metadata store: everything that is not evidence. One SQL dialect, PostgreSQL, and two adapters: PGlite inside of the
 * process, and a PostgreSQL server.
 *
 * What holds for both:
 * - `bigint` columns are read as `bigint`, JSON columns without losing digits. Instants are milliseconds since 1970 UTC.
 * - Text and JSON cannot hold the character U+0000: PostgreSQL refuses the statement. Whoever takes text from outside
 *   refuses it first.
 * - A transaction is READ COMMITTED. While it is open, everything inside goes through it and not through `db`: the embedded
 *   store has one connection, and a statement on `db` would wait for its own transaction for ever.
 */
export interface Metadata {
  readonly db: Db
  /** True when no other process can have the store open, so that what was read stays true until this process changes it. */
  readonly exclusive: boolean
  /** Commits when `work` resolves; rolls back, and rejects with the same error, when it rejects. */
  transaction<Result>(work: (tx: Transaction<Schema>) => Promise<Result>): Promise<Result>
  /**
   * Runs work while no transaction is open and none can begin, so that the files of the folder stay as they are. Only of a store in a
   * folder. The work must not ask this store anything.
   */
  readonly whileStill?: <T>(work: () => Promise<T>) => Promise<T>
  /** Resolves when the store answers, rejects when it does not. */
  ping(): Promise<void>
  /** Waits for what is running, then lets go of the connections or the folder. May be called twice. */
  close(): Promise<void>
}

export type MetadataErrorCode =
  'schema_too_new' | 'folder_in_use' | 'bad_schema_name' | 'unreadable_value'

/** The store cannot be opened or holds what this version cannot read: nothing a caller can answer by itself. */
export class MetadataError extends Error {
  override readonly name = 'MetadataError'
  readonly code: MetadataErrorCode
  readonly at: readonly (string | number)[]

  constructor(code: MetadataErrorCode, at: readonly (string | number)[], message: string) {
    super(message)
    this.code = code
    this.at = at
  }
}
