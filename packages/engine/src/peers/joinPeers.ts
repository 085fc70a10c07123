import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SeenMessages } from '../ingest/seenMessages.ts'
import { readProgress } from '../metadata/audience/progress.ts'
import type { Metadata } from '../metadata/metadata.ts'
import {
  endIntent,
  isAllSeen,
  newestIntent,
  openIntent,
  postTouched,
} from '../metadata/work/intents.ts'
import { recordMessages } from '../record/record.ts'
import type { RefreshingDeps } from '../refresh/beginRefresh.ts'
import type { Touched } from '../refresh/touched.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { createAnnouncer } from './announcer.ts'
import { holdLease, type LeaseKeeper, type LeaseTimes } from './holdLease.ts'
import type { Peers } from './peers.ts'
import { announcePresence } from './presence.ts'
import { openSharedCatalogue } from './sharedCatalogue.ts'
import { followSignals, type Signals } from './signals.ts'
import { touchedToJson } from './touchedJson.ts'
import { takeTurn, type Turn } from './takeTurn.ts'

export interface PeersDeps {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly refreshing: RefreshingDeps
  readonly seen: SeenMessages
  /** Another process has changed the settings. */
  readonly onSettings: () => Promise<void>
  /** Another process has changed the library. */
  readonly onLibrary: () => Promise<void>
  /** Another process has recorded changes. */
  readonly onChanges: () => void
  /** This process refreshed, and does not any more. */
  readonly onTurnOver: () => void
  readonly onProblem: (doing: string) => (error: unknown) => void
}

/** A process that shows no sign of life for so long is held for dead: a refresher that dies is followed well within ten seconds. */
const LEASE: LeaseTimes = { lasts: 5_000, every: 700 }
/** How often to look for what others have done. Milliseconds. */
const LOOK_EVERY = 100
const KEEP_UP_EVERY = 20_000

/** Joins those that share the stores (docs/adr/0009). */
export async function joinPeers(deps: PeersDeps): Promise<Peers> {
  const { warehouse, metadata, refreshing, seen, onProblem } = deps
  const { db } = metadata
  const presence = await announcePresence(db, LEASE, onProblem('show that this process is there'))
  const announcer = createAnnouncer({ metadata, presence, seen, onProblem: onProblem('announce') })
  const me = randomUUID()
  let keeper: LeaseKeeper | undefined
  let turn: Turn | undefined
  /** Turns that were lost and end by themselves. */
  const ending = new Set<Promise<void>>()
  const posting = new Set<Promise<void>>()
  const catalogue = await openSharedCatalogue({
    ...{ warehouse, clock: refreshing.clock, onProblem: onProblem('catalogue') },
    mine: () => turn?.warehouse,
  })

  const onLook = async (now: Signals, before: Signals | undefined): Promise<void> => {
    if (before === undefined) return
    // Settings first: what has to be computed anew may have to be because of them.
    if (now.settings !== before.settings) await deps.onSettings()
    if (now.library !== before.library) {
      await deps.onLibrary()
      turn?.refresher.reload()
    }
    if (now.seq !== before.seq && turn === undefined) deps.onChanges()
  }
  const signals = followSignals(db, {
    ...{ every: LOOK_EVERY, onLook, onProblem: onProblem('look for what other processes did') },
  })
  const keepingUp = setInterval(
    () => void announcer.keepUp().catch(onProblem('announce')),
    KEEP_UP_EVERY,
  )

  const endTurn = (ended: Turn): void => {
    const end = ended.close().finally(() => ending.delete(end))
    ending.add(end)
  }

  const isComputed = async (): Promise<boolean> => {
    const { live } = await refreshing.library()
    const progress = new Map((await readProgress(db)).map((row) => [row.audience, row]))
    return live.every(({ number, version }) => {
      const row = progress.get(number)
      return row?.backfill.state === 'done' && row.versionInForce === version
    })
  }
  const nextWatermark = async (): Promise<void> => {
    const before = signals.latest()?.refreshed
    while (signals.latest()?.refreshed === before) await sleep(20).then(signals.look)
  }

  return {
    begin: async () => {
      await announcer.keepUp()
      await signals.look()
      keeper = await holdLease(db, {
        ...{ name: () => 'refresh', holder: me, times: LEASE },
        gained: async (holding) => {
          turn = await takeTurn({
            warehouse,
            metadata,
            refreshing,
            holding,
            onProblem: onProblem('refresh'),
          })
        },
        lost: () => {
          if (turn !== undefined) endTurn(turn)
          turn = undefined
          deps.onTurnOver()
        },
        onProblem: onProblem('ask who refreshes'),
      })
    },
    announce: announcer.announce,
    // Whoever refreshes reads everybody anew.
    expect: () => undefined,
    // What an insert that failed half-way left undone is made good by whoever refreshes.
    record: (resolved) => recordMessages(warehouse, resolved),
    complete: () => Promise.resolve(),
    recorded: () => turn?.nudge(),
    during: async (work) => {
      const intent = { process: presence.name(), messageIds: [], receivedAt: refreshing.clock() }
      const id = await openIntent(db, intent)
      try {
        const result = await work()
        await Promise.all(posting)
        await endIntent(db, id, 'done')
        turn?.nudge()
        return result
      } catch (error) {
        // Some of it may stand.
        announcer.tellOfFailure(intent.process, id)
        throw error
      }
    },
    touch: (touched: readonly Touched[]) => {
      const post = (async () => {
        await postTouched(db, presence.name(), refreshing.clock(), touchedToJson(touched))
      })()
      posting.add(post)
      const forget = (): boolean => posting.delete(post)
      post.then(forget, forget)
    },
    reload: () => turn?.refresher.reload(),
    settle: async () => {
      const upTo = await newestIntent(db)
      while (!(await isAllSeen(db, upTo)) || !(await isComputed())) await sleep(20)
      await turn?.refresher.settle()
      await nextWatermark()
      await nextWatermark()
    },
    watermark: () => {
      const refreshed = signals.latest()?.refreshed ?? undefined
      return (
        turn?.refresher.watermark() ?? (refreshed === undefined ? undefined : Number(refreshed))
      )
    },
    lastSeq: () => turn?.lastSeq() ?? signals.latest()?.seq ?? 0n,
    // Others may have recorded before this process, and after it.
    recent: () => undefined,
    where: () => {
      if (turn !== undefined) return 'here'
      return signals.latest()?.refreshes === true ? 'elsewhere' : 'nowhere'
    },
    catalogue,
    close: async () => {
      clearInterval(keepingUp)
      await catalogue.close()
      // The lease goes last, so that nobody begins while something is still under way here.
      if (turn !== undefined) await turn.close()
      await keeper?.close()
      turn = undefined
      await Promise.all(ending)
      await signals.close()
      await presence.close()
    },
  }
}
