import type { Metadata } from '../metadata/metadata.ts'
import { readWork } from '../metadata/work/intents.ts'
import { isNewest } from '../metadata/work/leases.ts'
import { advanceWatermarks, readWatermark } from '../metadata/work/watermarks.ts'
import { beginRefresh, type RefreshingDeps } from '../refresh/beginRefresh.ts'
import type { Refresher } from '../refresh/createRefresher.ts'
import { WATERMARKS } from '../refresh/recover.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { LeaseLost, metadataWhileHeld, warehouseWhileHeld } from './guard.ts'
import type { Holding } from './holdLease.ts'
import { createInbox, earliest } from './inbox.ts'
import { raiseFence } from './raiseFence.ts'

export interface TurnDeps {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly refreshing: RefreshingDeps
  readonly holding: Holding
  readonly onProblem: (error: unknown) => void
}

/** One holding of the lease to refresh. */
export interface Turn {
  readonly refresher: Refresher
  /** Runs nothing any more when the turn is over. */
  readonly warehouse: Warehouse
  readonly lastSeq: () => bigint
  /** Something new was recorded here. */
  readonly nudge: () => void
  readonly close: () => Promise<void>
}

/** However many intents are open, whoever takes over has to know where the first of them begins. */
const ALL = 2_147_483_647

/**
 * Goes on where the holder before stopped, as after a crash of one's own: no statement of it can change the record any more, what it may have left
 * undone is made good, and everybody whom it may not have looked at is looked at once more.
 */
export async function takeTurn(deps: TurnDeps): Promise<Turn> {
  const { refreshing, holding, onProblem } = deps
  const { lease } = holding
  const { resolver } = refreshing
  const warehouse = warehouseWhileHeld(deps.warehouse, holding)
  const metadata = metadataWhileHeld(deps.metadata, holding)
  const fence = await raiseFence(warehouse, lease)
  const doubtful = (await readWork(metadata.db, [], ALL)).filter(({ kind }) => kind === 'doubtful')
  const inbox = createInbox({ warehouse, metadata, resolver, lease, onProblem })
  const { refresher, changeLog } = await beginRefresh(
    {
      ...refreshing,
      onTick: (tick) => {
        inbox.ticked()
        refreshing.onTick(tick)
      },
      // Once the lease is gone everything fails here, and it is not what was wrong.
      onError: (error, doing) => {
        if (holding.isHeld()) refreshing.onError(error, doing)
      },
    },
    {
      ...{ warehouse, metadata, fence },
      after: (await readWatermark(metadata.db, WATERMARKS.seq)) ?? 0n,
      ...(doubtful.length > 0 && { from: earliest(doubtful) }),
      // What others have under way stands in the metadata store, with when it was received.
      progressOfIngest: () => ({
        oldestReceivedAt: undefined,
        assignments: inbox.recordedVersion(),
      }),
      advance: (marks) =>
        metadata.transaction(async (tx) => {
          if (!(await isNewest(tx, lease))) throw new LeaseLost()
          await advanceWatermarks(tx, marks)
        }),
    },
  )
  inbox.start(refresher)
  return {
    refresher,
    warehouse,
    lastSeq: changeLog.lastSeq,
    nudge: inbox.nudge,
    close: async () => {
      await inbox.close()
      await refresher.close()
    },
  }
}
