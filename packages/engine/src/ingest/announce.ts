import type { Message } from '@muster/core'
import type { Recorded } from '../record/record.ts'

/** Tells other processes on the same stores of a batch, before duplicates are looked for. */
export type Announce = (messages: readonly Message[]) => Promise<Announcement>

/** A batch that others know of. */
export interface Announcement {
  /** Ids that another process is recording at this moment: duplicates, if it succeeds. */
  readonly elsewhere: ReadonlySet<string>
  /** Throws when the batch may not be recorded any more, since others may hold this process for dead. */
  readonly check: () => void
  /** The batch is durable. */
  readonly stands: (recorded: Recorded) => Promise<void>
  /** There was nothing new in it. */
  readonly nothingNew: () => Promise<void>
  /** Nobody knows how much of it stands. */
  readonly failed: () => void
  /** Resolves when what is elsewhere stands, and rejects when it doesn't. */
  readonly othersStand: () => Promise<void>
}

/** With one process there is nobody to tell. */
export const announceToNobody: Announce = () => Promise.resolve(toNobody)

export const toNobody: Announcement = {
  elsewhere: new Set(),
  check: () => undefined,
  stands: () => Promise.resolve(),
  nothingNew: () => Promise.resolve(),
  failed: () => undefined,
  othersStand: () => Promise.resolve(),
}
