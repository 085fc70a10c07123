import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import { section } from '../section.ts'
import { runLoad } from '../load/startLoad.ts'
import { startServer } from '../server/startServer.ts'

/** A start counts from the process to an answer out of both stores: all audiences with their sizes. */
export const start = section({
  name: 'start',
  measures: {
    first: { says: 'first start on an empty folder, to the first answer', unit: 's', atMost: 15 },
    again: { says: 'start with the history, to the first answer', unit: 's', atMost: 10 },
    taking: { says: 'the same, to the first event that is durable', unit: 's', atMost: 10 },
  },
  run: async ({ stage, scratch, options }) => {
    const empty = join(scratch, 'empty')
    const first = await stage.whileStopped(async () => {
      const server = await startServer(empty)
      await server.stop()
      await rm(empty, { recursive: true })
      return server.answeredInMs / 1000
    })
    const server = await stage.server()
    const one = { people: options.profiles, visitors: 1, batch: 1, connections: 1, seconds: 0.001 }
    const { answers } = await runLoad(server, one)
    const again = server.answeredInMs / 1000
    return {
      first: { value: first },
      again: { value: again },
      ...(answers[0] !== undefined && { taking: { value: again + answers[0] / 1000 } }),
    }
  },
})
