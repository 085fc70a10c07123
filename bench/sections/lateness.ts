import type { Figure, Measure } from '../section.ts'
import type { Steady } from '../stage/steady.ts'

/** What the issue asks of refresh under a steady load, whatever else goes on. */
export const lateness = {
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
} as const satisfies Record<string, Measure>

/**
 * The figures for it. When refresh had not caught up in the end, the latest changes are not among those that came, so each figure is at least as
 * large as what it was behind.
 */
export function latenessOf({
  entering,
  leaving,
  behindMs,
}: Steady): Partial<Record<keyof typeof lateness, Figure>> {
  const figure = (of: Steady['entering'], which: 'p50' | 'p99'): Figure | undefined =>
    of === undefined && behindMs === 0
      ? undefined
      : {
          value: Math.max(of?.[which] ?? 0, behindMs),
          ...(of && { percentiles: of }),
          ...(behindMs > 0 && {
            note: `still ${(behindMs / 1000).toFixed(1)} s behind at the end`,
          }),
        }
  const all = {
    enteringP50: figure(entering, 'p50'),
    enteringP99: figure(entering, 'p99'),
    leavingP99: figure(leaving, 'p99'),
  }
  return Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined))
}

/** How the load went, in words. */
export const loadNote = ({ changes, load }: Steady): string => {
  const errors = Object.entries(load.errors).map(([error, count]) => `${count} times ${error}`)
  return [
    `${changes} changes`,
    `${load.busy} times busy`,
    `${load.late} calls late`,
    ...errors,
  ].join(', ')
}
