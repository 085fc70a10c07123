import type { Cause } from '../read/changesApi.ts'

/** One change to be recorded. */
export interface NewChange {
  readonly audience: number
  readonly version: number
  readonly profile: bigint
  readonly entered: boolean
  readonly at: number
  readonly cause: Cause
  readonly dueAt: number
}

/** A change that stands. */
export interface RecordedChange extends NewChange {
  readonly seq: bigint
  readonly recordedAt: number
}
