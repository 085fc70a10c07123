import { defaultSegmentation, segmentNames } from '@muster/core'
import type { AudiencesApi, AudienceView, Calibration, SegmentationApi } from '@muster/engine'
import { done, refused } from './fakeOutcome.ts'

/** Thresholds in memory that are the same whenever they are learned; there are none before that. Two people are champions. */
export function fakeSegmentation(
  audiences: Pick<AudiencesApi, 'create'>,
): SegmentationApi<AudienceView> {
  const learned: Calibration[] = []
  return {
    state: () =>
      Promise.resolve({
        settings: defaultSegmentation,
        current: learned[0],
        nextAt: learned[0] && learned[0].at + 1,
        waitingFor: learned.length === 0 ? { code: 'no_revenue', message: 'Send it.' } : undefined,
      }),
    calibrations: (limit) => Promise.resolve(learned.slice(0, limit)),
    learn: (by) => {
      const calibration: Calibration = { ...example, id: learned.length + 1, by }
      learned.unshift(calibration)
      return Promise.resolve(done(calibration))
    },
    drift: ({ older, newer }) => {
      const found = [older ?? learned.length - 1, newer ?? learned.length].map((id) =>
        learned.find((calibration) => calibration.id === id),
      )
      const [first, second] = found
      if (first === undefined || second === undefined)
        return Promise.resolve(refused('no_calibration', []))
      const stable = { index: 0, reading: 'stable' as const }
      return Promise.resolve(
        done({
          ...{ older: first, newer: second, customers: 2, onlyOlder: 0, onlyNewer: 1 },
          changed: { recency: 0.5, frequency: 0, monetary: 0, segment: 0.5 },
          moves: [{ from: 'New' as const, to: 'Champions' as const, customers: 1 }],
          stability: { recency: stable, frequency: stable, monetary: stable },
        }),
      )
    },
    grid: ({ by, at = 5 }, signal) => {
      if (signal?.aborted === true) return Promise.resolve(refused('cancelled', []))
      if (learned.length === 0) return Promise.resolve(refused('no_calibration', ['trait']))
      return Promise.resolve(
        done({
          ...{ by, at, subject: undefined, orders: 'period' as const, people: 2, without: 1 },
          cells: segmentNames.map((value, i) => ({
            ...{ value, people: i === 0 ? 2 : 0, share: i === 0 ? 1 : 0, orders: i === 0 ? 4 : 0 },
            revenue: i === 0 ? '10.5' : '0',
            revenueShare: i === 0 ? 1 : 0,
            averageOrderValue: i === 0 ? '2.625' : undefined,
            audience: { name: value, description: '', definition: { trait: by } },
          })),
          tookMs: 1,
        }),
      )
    },
    createAudience: ({ trait, value, ...wanted }, by) =>
      audiences.create(
        { name: `RFM: ${value}`, definition: { trait, is: { equals: value } }, ...wanted },
        by,
      ),
  }
}

const example: Omit<Calibration, 'id' | 'by'> = {
  ...{ at: 1_700_000_000_000, because: 'request' as const, customers: 2, customersEver: 3 },
  basis: {
    ...{ order: 'Order Completed', where: [], period: '365d', revenue: 'revenue' },
    margin: { cost: 'cost' },
  },
  rfm: { recency: [null, 20, null, 3], frequency: [1, 2, 3, 4], monetary: [0.5, 1, 2, 3] },
  value: { revenue: [10, 20, null], margin: null },
  counts: { recency: [1, 0, 1, 0, 0], frequency: [2, 0, 0, 0, 0], monetary: [0, 0, 0, 0, 2] },
}
