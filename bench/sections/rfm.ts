import { section, type Figure } from '../section.ts'
import type { Server } from '../server/startServer.ts'

/** Each is asked so often; the first time what is on the disk has to be read. */
const TIMES = 3

/** Thresholds learned of everybody, what they changed, and who is in which segment, over the whole history. */
export const rfm = section({
  name: 'rfm',
  measures: {
    learn: { says: 'thresholds of RFM and value, learned of everybody', unit: 's', atMost: 10 },
    segments: { says: 'grid of the eleven segments', unit: 's', atMost: 10 },
    stages: { says: 'grid of the stages of life', unit: 's', atMost: 10 },
    drift: { says: 'drift between two calibrations', unit: 's', atMost: 10 },
  },
  run: async ({ stage }) => {
    const server = stage.server()
    const { segmentation } = server.client
    const customers = (await segmentation.learn()).customersEver
    return {
      learn: await slowest(server, customers, () => segmentation.learn()),
      segments: await slowest(server, customers, () => segmentation.grid({ by: 'rfm.segment' })),
      stages: await slowest(server, customers, () => segmentation.grid({ by: 'lifecycle.stage' })),
      drift: await slowest(server, customers, () => segmentation.drift()),
    }
  },
})

/** Seconds from the call to the answer, the longest of several. */
async function slowest(
  server: Server,
  customers: number,
  ask: () => Promise<unknown>,
): Promise<Figure> {
  const [took, cpu]: [number[], number[]] = [[], []]
  for (let i = 0; i < TIMES; i++) {
    const [began, cpuBefore] = [performance.now(), server.cpuSeconds()]
    await ask()
    took.push((performance.now() - began) / 1000)
    cpu.push(server.cpuSeconds() - cpuBefore)
  }
  const each = (all: readonly number[]): string => all.map((s) => s.toFixed(1)).join(', ')
  return {
    value: Math.max(...took),
    note: `of ${customers} customers; ${each(took)} s, of processor time ${each(cpu)} s`,
  }
}
