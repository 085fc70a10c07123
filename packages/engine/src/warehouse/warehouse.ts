import type { Statement } from '@muster/core'
import type { Row } from './rows.ts'

/**
 * The store of everything that happened: messages, traits, memberships, changes. One dialect (ClickHouse's), two adapters: the
 * embedded engine and a server by URL. All values of 64-bit integers come back as text.
 */
export interface Warehouse {
  /** The rows of a select, as objects by column name. */
  readonly query: <Row>(statement: Statement, lane?: Lane) => Promise<readonly Row[]>
  /** A statement without rows: DDL, `INSERT ... SELECT`. */
  readonly command: (statement: Statement, lane?: Lane) => Promise<void>
  /**
   * Inserts rows, with their values in the order of `columns`, as one part: all of them or none, and durable when the promise resolves.
   */
  readonly insert: (table: string, columns: readonly string[], rows: Iterable<Row>) => Promise<void>
  /** Runs work while no insert and no command of the lane `write` is under way. Only of a warehouse in a folder. */
  readonly whileStill?: <T>(work: () => Promise<T>) => Promise<T>
  /** Waits for what is under way, then lets go of the store. */
  readonly close: () => Promise<void>
}

/**
 * What a statement is for. Statements of one lane may wait for each other; a slow one never holds up another lane, so that analysis
 * does not starve refresh.
 */
export type Lane = 'write' | 'refresh' | 'backfill' | 'read'

/** The warehouse refused or could not run a statement. `transient` when trying again may help. */
export class WarehouseError extends Error {
  readonly code: string
  readonly transient: boolean
  constructor(
    code: string,
    message: string,
    options: { readonly transient: boolean; readonly cause?: unknown },
  ) {
    super(message, { cause: options.cause })
    this.name = 'WarehouseError'
    this.code = code
    this.transient = options.transient
  }
}
