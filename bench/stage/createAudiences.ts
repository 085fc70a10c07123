import { setTimeout as pause } from 'node:timers/promises'
import type { BenchAudience } from '../audiences/audiences.ts'
import type { Server } from '../server/startServer.ts'
import { jsonOf } from './json.ts'

const LOOK_EVERY_MS = 500
const PATIENCE_MS = 600_000

/** Creates live audiences through the API, and resolves with the milliseconds until all of them have been computed for everybody. */
export async function createAudiences(
  { client }: Server,
  audiences: readonly BenchAudience[],
): Promise<number> {
  const began = performance.now()
  for (const { id, definition } of audiences)
    await client.audiences.create({ id, name: id, state: 'live', definition: jsonOf(definition) })
  const last = audiences.at(-1)
  for (;;) {
    // Asking for one is cheap; all are asked for when that one is done.
    const { progress } = await client.audiences.get(last?.id ?? '')
    const waiting =
      progress.state === 'done'
        ? (await client.audiences.list()).filter((one) => one.progress.state !== 'done')
        : [{ id: last?.id, progress }]
    if (waiting.length === 0) return performance.now() - began
    const error = waiting.find((one) => one.progress.error !== null)?.progress.error
    if (error !== undefined) throw new Error(`An audience could not be computed: ${String(error)}`)
    if (performance.now() - began > PATIENCE_MS)
      throw new Error(`${waiting.length} audiences were not computed within 10 minutes.`)
    await pause(LOOK_EVERY_MS)
  }
}
