import { setTimeout as pause } from 'node:timers/promises'
import { runChild } from '../child.ts'
import type { Ceiling, CeilingWanted } from '../ceiling/measureCeiling.ts'
import { runLoad } from '../load/startLoad.ts'
import { percentiles } from '../report/percentiles.ts'
import { section } from '../section.ts'
import type { Server } from '../server/startServer.ts'
import { caughtUp } from '../stage/steady.ts'
import { join } from 'node:path'

const BATCH = 500
const CONNECTIONS = 48
/** Of the new rows so many are given to the engine once more, with nothing of ours between. */
const CEILING_ROWS = 300_000
/** It is told how long refresh takes, and not waited for longer than so. */
const PATIENCE_MS = 5_000

export const ingest = section({
  name: 'ingest',
  measures: {
    taken: { says: 'events over HTTP, durable and resolved', unit: 'events/s', atLeast: 20_000 },
    lost: { says: 'acknowledged events that are not in the warehouse', unit: 'rows', atMost: 0 },
    answer: { says: `a call with ${BATCH} events to its answer, p99`, unit: 'ms' },
    ceiling: { says: 'the same rows into the bare engine', unit: 'events/s' },
    share: { says: 'ours as a share of the bare engine', unit: '%' },
    caughtUp: { says: 'refresh up to date after the load', unit: 's' },
  },
  run: async ({ stage, options, scratch }) => {
    const server = await stage.server()
    await caughtUp(server)
    const before = (await server.client.status()).messages
    const load = await runLoad(server, {
      people: options.profiles,
      visitors: 200_000,
      batch: BATCH,
      connections: CONNECTIONS,
      seconds: options.seconds,
    })
    const until = Date.now()
    const caughtUpMs = await refreshedUntil(server, until)
    const { messages, watermark } = await server.client.status()
    const stored = messages - before
    const behindMs = until - (watermark ?? 0)
    const wanted: CeilingWanted = {
      from: stage.data,
      into: join(scratch, 'ceiling'),
      rows: CEILING_ROWS,
    }
    const ceiling = await stage.whileStopped(() =>
      runChild<Ceiling>(new URL('../ceiling/ceilingMain.ts', import.meta.url), wanted),
    )
    const rate = load.taken / load.seconds
    const answers = percentiles(load.answers)
    const errors = Object.entries(load.errors).map(([error, count]) => `${count} times ${error}`)
    const note = [
      `${load.taken} events`,
      `${load.busy} times busy`,
      `the generator took ${load.cpuSeconds.toFixed(1)} s of processor time`,
      ...errors,
    ].join(', ')
    return {
      taken: { value: rate, note },
      lost: { value: load.taken - stored },
      ...(answers && { answer: { value: answers.p99, percentiles: answers } }),
      ...(ceiling && {
        ceiling: { value: ceiling.rowsASecond },
        share: { value: (100 * rate) / ceiling.rowsASecond },
      }),
      caughtUp: {
        value: caughtUpMs / 1000,
        ...(behindMs > 0 && { note: `not yet: ${(behindMs / 1000).toFixed(0)} s are left` }),
      },
    }
  },
})

/** Milliseconds until refresh is up to date with everything until an instant; stops waiting after {@link PATIENCE_MS}. */
async function refreshedUntil({ client }: Server, until: number): Promise<number> {
  const began = performance.now()
  const took = (): number => performance.now() - began
  while (((await client.status()).watermark ?? 0) < until && took() < PATIENCE_MS) await pause(500)
  return took()
}
