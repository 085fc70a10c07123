import type { JsonObject } from '@muster/core'
import type { Refusal } from '../../metadata/outcome.ts'

/** One row of a file; `line` is where it begins, 1 is the first. The cells of a CSV are all text, nothing about them is guessed. */
export type Row = GoodRow | { readonly line: number; readonly fault: Refusal<string> }

export interface GoodRow {
  readonly line: number
  /** Without a prototype, so that a column may have any name. */
  readonly cells: JsonObject
}

/** The rows that make one message, at least one, in the order of the file. */
export type Rows = readonly [GoodRow, ...GoodRow[]]

/** A file that is being read, in order and in bounded memory; `rows` may be walked once. */
export interface RowSource {
  /** Known before the first row, except of NDJSON, whose rows may each have others. */
  readonly columns: readonly string[] | undefined
  readonly rows: AsyncIterable<readonly Row[]>
  /** Of the file as it lies on the disk. */
  readonly bytesDone: () => number
  readonly bytesTotal: number
  /** Lets go of the file; may be called at any time when no row is being waited for, and twice. */
  readonly close: () => Promise<void>
}

/** The file as a whole can't be read: missing, broken, or not of the format. Nothing can be said row by row. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
  readonly code: string
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}
