import { setTimeout as pause } from 'node:timers/promises'
import type { LoadResult } from '../load/load.ts'
import { runLoad } from '../load/startLoad.ts'
import { percentiles, type Percentiles } from '../report/percentiles.ts'
import { readFeed, type Arrival } from '../server/readFeed.ts'
import type { Server } from '../server/startServer.ts'

export interface SteadyOptions {
  /** People of the history. */
  readonly people: number
  /** Messages a second. */
  readonly rate: number
  /** That are measured, after the time that it takes to get into step. */
  readonly seconds: number
}

export interface Steady {
  /** Milliseconds from the receipt of an event to the change that it caused on the feed. Undefined when nothing changed. */
  readonly entering: Percentiles | undefined
  /** Milliseconds from the instant at which somebody left a window, or a deadline passed, to the change on the feed. */
  readonly leaving: Percentiles | undefined
  /** How far refresh was behind when the load ended and patience too; 0 when it caught up. Milliseconds. */
  readonly behindMs: number
  readonly changes: number
  readonly load: LoadResult
  /** Processor seconds that the server took for a minute of it. */
  readonly cpuSecondsAMinute: number
}

const WARM_UP_SECONDS = 10
const PATIENCE_MS = 20_000
const CALM_SECONDS = 3
const CATCH_UP_MS = 120_000
/** Small calls, many a second, as servers send them. */
const BATCH = 20

/** Sends a steady stream of messages, listens to the live feed meanwhile, and says how late what came over it was. */
export async function runSteady(
  server: Server,
  { people, rate, seconds }: SteadyOptions,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<Steady> {
  await caughtUp(server)
  const feed = await readFeed(server)
  try {
    const [from, cpu] = [Date.now() + WARM_UP_SECONDS * 1000, server.cpuSeconds()]
    const all = WARM_UP_SECONDS + seconds
    const sending = runLoad(server, {
      ...{ people, batch: BATCH, connections: 64, messagesPerSecond: rate, seconds: all },
      visitors: rate * 10,
    })
    const [load] = await Promise.all([sending, pause(WARM_UP_SECONDS * 1000).then(meanwhile)])
    const cpuSecondsAMinute = ((server.cpuSeconds() - cpu) / all) * 60
    const to = from + seconds * 1000
    const behindMs = await catchUp(server, to)
    const measured = feed.arrivals.filter(({ dueAt }) => dueAt >= from && dueAt < to)
    return {
      entering: lateness(measured, 'event'),
      leaving: lateness(measured, 'edge'),
      ...{ behindMs, changes: measured.length, load, cpuSecondsAMinute },
    }
  } finally {
    feed.close()
  }
}

const lateness = (arrivals: readonly Arrival[], cause: string): Percentiles | undefined =>
  percentiles(arrivals.filter((one) => one.cause === cause).map((one) => one.arrivedAt - one.dueAt))

/**
 * Waits until refresh has kept up with the clock for a while. Whoever left a window while no server ran, since the base was made, is no part of the
 * load; nor is what a start reads in.
 */
export async function caughtUp({ client }: Server): Promise<void> {
  const patience = performance.now() + CATCH_UP_MS
  for (let calm = 0; calm < CALM_SECONDS && performance.now() < patience;) {
    await pause(1_000)
    const { watermark } = await client.status()
    calm = Date.now() - (watermark ?? 0) < 1_000 ? calm + 1 : 0
  }
}

/** Waits until everything up to an instant is on the feed. */
async function catchUp({ client }: Server, until: number): Promise<number> {
  const patience = performance.now() + PATIENCE_MS
  for (;;) {
    const { watermark, queued } = await client.status()
    const behind = until - (watermark ?? 0)
    if (queued === 0 && behind <= 0) {
      // What is recorded is on its way.
      await pause(1_000)
      return 0
    }
    if (performance.now() > patience) return Math.max(behind, 1)
    await pause(1_000)
  }
}
