import type { Figure } from '../section.ts'
import type { Server } from '../server/startServer.ts'

/** Each question is asked so often; the first time what is on the disk has to be read. */
const TIMES = 3

/** Seconds from the call to the answer, the longest of several. `of` says of how much. */
export async function slowest(
  server: Server,
  of: string,
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
    note: `of ${of}; ${each(took)} s, of processor time ${each(cpu)} s`,
  }
}
