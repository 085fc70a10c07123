import { setTimeout } from 'node:timers/promises'
import { keepCatalogue } from '../catalogue/keepCatalogue.ts'
import { announceToNobody } from '../ingest/announce.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { recordMessages } from '../record/record.ts'
import { beginRefresh, type Refreshing, type RefreshingDeps } from '../refresh/beginRefresh.ts'
import { recover } from '../refresh/recover.ts'
import { touchedBy, type Touched } from '../refresh/touched.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Peers } from './peers.ts'

/** Between two tries to make a decision complete. Milliseconds. */
const RETRY = 1_000
/** Nobody else reads the marks of refresh, and to save them takes 5 ms of a tick; after a crash so much more is looked at again. Milliseconds. */
const MARKS_EVERY = 1_000

export interface AloneDeps {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly refreshing: RefreshingDeps
  /** When the oldest message that is not durable yet was received. */
  readonly oldestReceivedAt: () => number | undefined
  readonly onProblem: (doing: string) => (error: unknown) => void
}

/** The one process that its stores have: it refreshes, and what it records it tells itself. */
export async function alone(deps: AloneDeps): Promise<Peers> {
  const { warehouse, metadata, refreshing, oldestReceivedAt } = deps
  const catalogue = await keepCatalogue(warehouse, deps.onProblem('catalogue'))
  const { resolver, clock } = refreshing
  let begun: Refreshing | undefined
  let assignments = 0n
  /** True while an insert is under way, and after one that failed: some of it may stand. */
  let isDoubtful = false
  /** True after a decision that may stand in the metadata store only. */
  let isHalfDecided = false
  const ending = new AbortController()

  const refresher = (): Refreshing['refresher'] => {
    if (begun === undefined) throw new Error('refreshing has not begun')
    return begun.refresher
  }
  const touch = (touched: readonly Touched[]): void => {
    for (const { profile, touch } of touched) refresher().touch(profile, touch)
  }
  const mend = async (): Promise<void> => {
    const missed = await recover({ warehouse, metadata, resolver })
    for (const [profile, touches] of missed)
      for (const touch of touches) refresher().touch(profile, touch)
  }

  const complete = async (): Promise<void> => {
    if (!isDoubtful && !isHalfDecided) return
    await mend()
    isDoubtful = false
    isHalfDecided = false
  }

  /** As soon as the stores allow it, and before anything else is recorded. */
  const mendDecisions = async (): Promise<void> => {
    while (isHalfDecided && !ending.signal.aborted) {
      try {
        await mend()
        isHalfDecided = false
      } catch (error) {
        deps.onProblem('make a decision complete')(error)
        await setTimeout(RETRY, undefined, { signal: ending.signal }).catch(() => undefined)
      }
    }
  }

  return {
    begin: async () => {
      const progressOfIngest = () => ({ oldestReceivedAt: oldestReceivedAt(), assignments })
      begun = await beginRefresh(refreshing, {
        ...{ warehouse, metadata, progressOfIngest, marksEvery: MARKS_EVERY },
        recovered: async () => {
          assignments = await resolver.currentVersion()
        },
      })
    },
    announce: announceToNobody,
    expect: ({ resolved: { messages, created } }) => {
      const isNew = new Set(created)
      const profiles = new Set(messages.map(({ profile }) => profile))
      refresher().expect([...profiles].filter((profile) => !isNew.has(profile)))
    },
    complete,
    record: async (resolved) => {
      await complete()
      isDoubtful = true
      const recorded = await recordMessages(warehouse, resolved)
      assignments = resolved.version
      isDoubtful = false
      return recorded
    },
    recorded: (recorded) => {
      catalogue.note(recorded.messages.map(({ message }) => message))
      touch(touchedBy(recorded, clock()))
    },
    during: async (work) => {
      try {
        return await work()
      } catch (error) {
        if (!isHalfDecided) {
          isHalfDecided = true
          void mendDecisions()
        }
        throw error
      }
    },
    touch,
    reload: () => begun?.refresher.reload(),
    settle: () => refresher().settle(),
    watermark: () => begun?.refresher.watermark(),
    lastSeq: () => begun?.changeLog.lastSeq() ?? 0n,
    recent: (seq, limit) => begun?.changeLog.recent(seq, limit),
    where: () => 'here',
    catalogue,
    close: async () => {
      ending.abort()
      await begun?.refresher.close()
      await catalogue.close()
    },
  }
}
