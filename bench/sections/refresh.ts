import { section, type Figure } from '../section.ts'
import type { Percentiles } from '../report/percentiles.ts'

export const refresh = section({
  name: 'refresh',
  measures: {
    enteringP50: {
      says: 'receipt of an event to the change on the feed, p50',
      unit: 'ms',
      atMost: 300,
    },
    enteringP99: {
      says: 'receipt of an event to the change on the feed, p99',
      unit: 'ms',
      atMost: 1_000,
    },
    leavingP99: {
      says: 'instant of leaving a window to the change on the feed, p99',
      unit: 'ms',
      atMost: 1_000,
    },
    sent: { says: 'events taken a second meanwhile', unit: 'events/s' },
    cpu: { says: 'processor time of the server for a minute of it', unit: 's' },
  },
  run: async ({ steady, options }) => {
    const { entering, leaving, behindMs, changes, load, cpuSecondsAMinute } = await steady()
    const behind = behindMs > 0 ? `${(behindMs / 1000).toFixed(1)} s behind at the end` : undefined
    return {
      ...late('enteringP50', entering, 'p50', behind),
      ...late('enteringP99', entering, 'p99', behind),
      ...late('leavingP99', leaving, 'p99', behind),
      sent: {
        value: load.taken / load.seconds,
        note: `${changes} changes in ${options.seconds} s; ${load.busy} busy, ${load.late} late, errors ${JSON.stringify(load.errors)}`,
      },
      cpu: { value: cpuSecondsAMinute },
    }
  },
})

function late<Name extends string>(
  name: Name,
  percentiles: Percentiles | undefined,
  which: 'p50' | 'p99',
  note: string | undefined,
): Partial<Record<Name, Figure>> {
  if (percentiles === undefined) return {}
  const figure: Figure = { value: percentiles[which], percentiles, ...(note && { note }) }
  return { [name]: figure } as Partial<Record<Name, Figure>>
}
