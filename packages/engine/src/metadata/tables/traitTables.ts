import type { InstantColumn } from './columns.ts'

export interface ComputedTraitTable {
  readonly name: string
  readonly description: string
  /** JSON text, which keeps the order of keys and every digit. */
  readonly expression: string
  /** Goes up with every change, so that two people do not overwrite each other. */
  readonly revision: number
  readonly created_at: InstantColumn
  readonly created_by: string
  readonly updated_at: InstantColumn
  readonly updated_by: string
}
