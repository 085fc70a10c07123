import { rm } from 'node:fs/promises'
import { startServer, type Server } from '../server/startServer.ts'

/** A server on a data folder, which may be stopped and started. */
export interface Stage {
  /** The one that runs; it is started when it does not. */
  readonly server: () => Promise<Server>
  readonly data: string
  /** Stops the server and does something with its stores. It is started again when somebody asks for it. */
  readonly whileStopped: <T>(work: () => Promise<T>) => Promise<T>
  /** The most memory that one of its servers has had resident, in bytes. */
  readonly peakBytes: () => number
  /** Stops it and deletes its data. */
  readonly end: () => Promise<void>
}

export function openStage(data: string): Stage {
  let running: Promise<Server> | undefined
  let last: Server | undefined
  let peak = 0
  const note = (): number => (peak = Math.max(peak, last?.peakBytes() ?? 0))
  const stop = async (): Promise<void> => {
    const server = await running
    running = undefined
    await server?.stop()
    note()
  }
  return {
    server: async () => {
      running ??= startServer(data)
      last = await running
      return last
    },
    data,
    whileStopped: async (work) => {
      await stop()
      return work()
    },
    peakBytes: note,
    end: async () => {
      await stop()
      await rm(data, { recursive: true, force: true })
    },
  }
}
