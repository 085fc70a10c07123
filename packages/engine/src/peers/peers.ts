import type { RecentChanges } from '../refresh/recentChanges.ts'
import type { Announce } from '../ingest/announce.ts'
import type { Recorded, ResolvedMessages } from '../record/record.ts'
import type { OpenCatalogue } from '../catalogue/keepCatalogue.ts'
import type { Touched } from '../refresh/touched.ts'

/**
 * Which process refreshes memberships, as one of those that share the stores sees it. `nowhere` is for moments: whoever did it is gone, and
 * another takes over.
 */
export type RefreshedWhere = 'here' | 'elsewhere' | 'nowhere'

/**
 * This process among those that share its stores: who refreshes, and what each has to tell the others. A process with embedded stores is
 * alone ({@link alone}); with stores by URL it never knows ({@link joinPeers}).
 */
export interface Peers {
  /** Begins to refresh, or to wait for its turn. */
  readonly begin: () => Promise<void>
  readonly announce: Announce
  /** A batch is resolved and will be recorded next. */
  readonly expect: (resolved: ResolvedMessages) => void
  /** Makes a resolved batch durable. */
  readonly record: (resolved: ResolvedMessages) => Promise<Recorded>
  /** Makes complete what a failed `record` may have left half done; where processes share the stores, whoever refreshes does. */
  readonly complete: () => Promise<void>
  /** To be called with what `record` resolved to, when it has been announced. */
  readonly recorded: (recorded: Recorded) => void
  /** Around whatever changes evidence otherwise than by messages: from before its first step until after its last. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>
  /** Tells whom to look at, within such work. */
  readonly touch: (touched: readonly Touched[]) => void
  /** The library has changed here. */
  readonly reload: () => void
  /** Resolves when everything that was recorded here before the call has been evaluated and every pending backfill is done. */
  readonly settle: () => Promise<void>
  /** The instant up to which memberships are true. */
  readonly watermark: () => number | undefined
  /** The newest change that stands in all tables. */
  readonly lastSeq: () => bigint
  /** The first changes behind a number, where this process has recorded them lately itself. */
  readonly recent: RecentChanges['after']
  readonly where: () => RefreshedWhere
  readonly catalogue: OpenCatalogue
  readonly close: () => Promise<void>
}
