import { section } from '../section.ts'
import type { Server } from '../server/startServer.ts'
import { slowest } from './slowest.ts'

const SETS = 50

/** What an audience looks like, how audiences overlap, and who comes back, over the whole history. */
export const analyses = section({
  name: 'analyses',
  isAside: true,
  measures: {
    report: { says: 'report of a tenth of all people', unit: 's', atMost: 5 },
    overlap: { says: `overlap of ${SETS} audiences`, unit: 's', atMost: 1 },
    retention: { says: 'retention of buyers by month, two years', unit: 's', atMost: 5 },
  },
  run: async ({ stage, options }) => {
    const server = await stage.server()
    const { analysis } = server.client
    const sized = await sizes(server)
    const [tenth] = sized.toSorted(
      (a, b) => Math.abs(a.size - options.profiles / 10) - Math.abs(b.size - options.profiles / 10),
    )
    if (tenth === undefined) throw new Error('there is no audience to ask about')
    const largest = sized.toSorted((a, b) => b.size - a.size).slice(0, SETS)
    return {
      report: await slowest(server, `${tenth.size} people`, () =>
        analysis.report({ audience: tenth.id }),
      ),
      overlap: await slowest(server, `${largest.length} audiences`, () =>
        analysis.overlap(largest.map(({ id }) => ({ audience: id }))),
      ),
      retention: await slowest(server, '24 cohorts', () => analysis.retention({ cohorts: 24 })),
    }
  },
})

async function sizes({ client }: Server): Promise<readonly { id: string; size: number }[]> {
  const all = await client.audiences.list()
  return all.flatMap(({ id, size }) => (size === null ? [] : [{ id, size }]))
}
