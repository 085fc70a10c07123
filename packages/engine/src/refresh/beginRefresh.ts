import type { Metadata } from '../metadata/metadata.ts'
import type { Resolver } from '../resolve/createResolver.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { openChangeLog, type ChangeLog, type Fence } from './changeLog.ts'
import { createRefresher, type Refresher, type RefresherDeps } from './createRefresher.ts'
import { recover } from './recover.ts'

/** What stays the same however often refreshing begins in this process. */
export interface RefreshingDeps extends Pick<
  RefresherDeps,
  'clock' | 'queued' | 'pause' | 'mostAtOnce' | 'library' | 'onTick' | 'onError' | 'promoted'
> {
  readonly resolver: Resolver
  /** Read anew whenever it is needed. */
  readonly zone: () => string
  /** Puts a measure around the log, for whoever counts. */
  readonly measured: (log: ChangeLog) => ChangeLog
}

/** What is particular to one time of refreshing. */
export interface Beginning extends Pick<
  RefresherDeps,
  'progressOfIngest' | 'advance' | 'marksEvery'
> {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly fence?: Fence
  /** A number of a change that readers have seen: the next ones are behind it. */
  readonly after?: bigint
  readonly from?: Parameters<typeof recover>[0]['from']
  /** Runs when all is complete and nothing is refreshed yet. */
  readonly recovered?: () => Promise<void>
}

export interface Refreshing {
  readonly refresher: Refresher
  readonly changeLog: ChangeLog
}

/** Makes complete what a crash of whoever refreshed before may have cut off, looks at everybody that it may have missed, and goes on from there. */
export async function beginRefresh(
  deps: RefreshingDeps,
  beginning: Beginning,
): Promise<Refreshing> {
  const { warehouse, metadata, from } = beginning
  const { resolver, clock } = deps
  const missed = await recover({ warehouse, metadata, resolver, ...(from && { from }) })
  await beginning.recovered?.()
  const changeLog = deps.measured(await openChangeLog(warehouse, clock, beginning))
  const refresher = createRefresher({
    ...deps,
    ...beginning,
    get zone() {
      return deps.zone()
    },
    changeLog,
  })
  await refresher.start(missed)
  return { refresher, changeLog }
}
