import { sql } from 'kysely'
import type { Db, Metadata } from '../metadata/metadata.ts'
import {
  intentsSeen,
  pruneIntents,
  readWork,
  recordedVersion,
  type OpenWork,
} from '../metadata/work/intents.ts'
import { isNewest, type Lease } from '../metadata/work/leases.ts'
import { recover } from '../refresh/recover.ts'
import type { Refresher } from '../refresh/createRefresher.ts'
import type { Resolver } from '../resolve/createResolver.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { LeaseLost } from './guard.ts'
import { touchedOf } from './touchedJson.ts'

export interface InboxDeps {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly resolver: Resolver
  readonly lease: Lease
  readonly onProblem: (error: unknown) => void
}

/** What all processes have recorded, for the one that refreshes. */
export interface Inbox {
  readonly start: (refresher: Refresher) => void
  /** To be called after each tick. */
  readonly ticked: () => void
  /** Looks at once. */
  readonly nudge: () => void
  /** Assignments up to it stand in the warehouse. */
  readonly recordedVersion: () => bigint
  readonly close: () => Promise<void>
}

/** Milliseconds between two looks, and between two rounds of tidying. */
const EVERY = 50
const TIDY_EVERY = 10_000
/** So long others can read which messages a finished batch had. Milliseconds. */
const REMEMBERED = 60_000
const PAGE = 1_000
/** A tick that has begun may have missed what came meanwhile; the one after it has not. */
const TICKS = 2

/**
 * Hands what stands to the refresher, and makes good what a process left half-done. An intent is done when two ticks have ended since:
 * then what came of it stands too. Whoever takes over finds all others, and looks at them once more, which changes nothing.
 */
export function createInbox({ warehouse, metadata, resolver, lease, onProblem }: InboxDeps): Inbox {
  const { db } = metadata
  const handed = new Map<bigint, { readonly kind: OpenWork['kind']; readonly tick: number }>()
  let ticks = 0
  let version = 0n
  let tidiedAt = performance.now()
  let running: Promise<void> = Promise.resolve()
  let isClosed = false
  let wake: () => void = () => undefined
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, EVERY)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const hand = async (refresher: Refresher): Promise<void> => {
    const work = await readWork(db, [...handed.keys()], PAGE)
    const doubtful = work.filter(({ kind }) => kind === 'doubtful')
    if (doubtful.length > 0) {
      const missed = await recover({ warehouse, metadata, resolver, from: earliest(doubtful) })
      for (const [profile, touches] of missed)
        for (const touch of touches) refresher.touch(profile, touch)
    }
    const touched = work
      .filter(({ kind }) => kind === 'stands')
      .flatMap((one) => touchedOf(one.touched))
    const ownerOf = await ownersOf(
      db,
      touched.flatMap(({ node }) => (node === undefined ? [] : [node])),
    )
    for (const { profile, node, touch } of touched) {
      refresher.touch(profile, touch)
      const owner = node === undefined ? undefined : ownerOf.get(node)
      // Who gets evidence from another profile may be changed by more than what came with it.
      if (owner !== undefined && owner !== profile)
        refresher.touch(owner, { cause: touch.cause, dueAt: touch.dueAt })
    }
    for (const { id, kind } of work) handed.set(id, { kind, tick: ticks })
  }

  const finish = async (): Promise<void> => {
    const over = [...handed].filter(([, { tick }]) => ticks >= tick + TICKS)
    if (over.length === 0) return
    const idsOf = (kind: OpenWork['kind']) =>
      over.filter(([, one]) => one.kind === kind).map(([id]) => id)
    await metadata.transaction(async (tx) => {
      if (!(await isNewest(tx, lease))) throw new LeaseLost()
      await intentsSeen(tx, idsOf('stands'), 'stands')
      await intentsSeen(tx, idsOf('doubtful'), 'doubtful')
    })
    for (const [id] of over) handed.delete(id)
  }

  const tidy = async (): Promise<void> => {
    if (performance.now() - tidiedAt < TIDY_EVERY) return
    tidiedAt = performance.now()
    await pruneIntents(metadata, REMEMBERED)
  }

  const run = async (refresher: Refresher): Promise<void> => {
    while (!isClosed) {
      try {
        version = await recordedVersion(db)
        await hand(refresher)
        await finish()
        await tidy()
      } catch (error) {
        if (!(error instanceof LeaseLost)) onProblem(error)
      }
      await rest()
    }
  }

  return {
    start: (refresher) => {
      running = run(refresher)
    },
    ticked: () => {
      ticks++
    },
    nudge: () => {
      wake()
    },
    recordedVersion: () => version,
    close: async () => {
      isClosed = true
      wake()
      await running
    },
  }
}

/** Where what may be missing begins. */
export const earliest = (
  doubtful: readonly OpenWork[],
): { readonly received: number; readonly version: bigint | undefined } => ({
  received: Math.min(...doubtful.map(({ receivedAt }) => receivedAt)),
  version: doubtful.reduce<bigint | undefined>(
    (first, { epoch }) => (first === undefined || epoch < first ? epoch : first),
    undefined,
  ),
})

/** Whose the nodes are now. */
async function ownersOf(db: Db, nodes: readonly bigint[]): Promise<ReadonlyMap<bigint, bigint>> {
  if (nodes.length === 0) return new Map()
  const { rows } = await sql<{ node: bigint; profile: bigint }>`
    select node, profile from identifiers where node = any(${[...new Set(nodes)].map(String)}::bigint[])`.execute(
    db,
  )
  return new Map(rows.map(({ node, profile }) => [node, profile]))
}
