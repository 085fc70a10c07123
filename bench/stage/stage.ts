import { cp, rm } from 'node:fs/promises'
import { startServer, type Server } from '../server/startServer.ts'

/** A server on a copy of a base's data, which may be stopped and started. */
export interface Stage {
  /** The one that runs. */
  readonly server: () => Server
  readonly data: string
  /** Stops the server, does something with its stores, and starts it again. */
  readonly whileStopped: <T>(work: () => Promise<T>) => Promise<T>
  /** The most memory that one of its servers has had resident, in bytes. */
  readonly peakBytes: () => number
  /** Stops it and deletes its data; once. */
  readonly end: () => Promise<void>
}

export async function openStage(from: string, data: string): Promise<Stage> {
  await cp(from, data, { recursive: true })
  let server = await startServer(data)
  let [peak, isEnded] = [0, false]
  const note = (): number => (peak = Math.max(peak, server.peakBytes()))
  const stop = async (): Promise<void> => {
    note()
    await server.stop()
  }
  return {
    server: () => server,
    data,
    whileStopped: async (work) => {
      await stop()
      try {
        return await work()
      } finally {
        server = await startServer(data)
      }
    },
    peakBytes: note,
    end: async () => {
      if (isEnded) return
      isEnded = true
      await stop()
      await rm(data, { recursive: true, force: true })
    },
  }
}
