import { expect, test } from 'vitest'
import { latencyPoints, ratePoints } from './pulsePoints.ts'

const pulse = {
  ...{ from: 0, to: 25_000, step: 10_000 },
  steps: [
    { at: 10_000, messages: 50, latency: { changes: 4, p50: 20, p95: 80, p99: 90 } },
    { at: 20_000, messages: 0, latency: null },
    { at: 25_000, messages: 50, latency: null },
  ],
}

test('a step without changes has no latency, which is not zero', () => {
  expect(latencyPoints(pulse)).toEqual([
    { at: 10_000, percentile: 'p50', ms: 20, changes: 4 },
    { at: 10_000, percentile: 'p95', ms: 80, changes: 4 },
    { at: 10_000, percentile: 'p99', ms: 90, changes: 4 },
  ])
})

test('a rate is of the length of its own step', () => {
  expect(ratePoints(pulse).map(({ rate }) => rate)).toEqual([5, 0, 10])
})
