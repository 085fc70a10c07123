import type { Engine, IdentityHealth, Status } from '@muster/engine'
import { done, refused } from './fakeOutcome.ts'

const rates = { match: 0.75, matchByEvents: 0.5, stitch: undefined, consent: 0.25 }
const fall = { rate: 'consent', day: 20_000, was: 0.5, is: 0.25, points: 25 } as const

/** What the status says of identity. */
export const fakeIdentity: Pick<Status, 'warnings' | 'identity'> = {
  warnings: ['The consent capture rate fell.'],
  identity: { day: '2024-10-04', rates, falls: [fall] },
}

const health: IdentityHealth = {
  zone: 'UTC',
  now: { at: 1_700_000_000_000, profiles: 10, known: 4, severalDevices: 1, identifiers: 15 },
  days: [
    {
      ...{ day: 20_000, from: 1_728_000_000_000, to: 1_728_086_400_000, active: 8, known: 6 },
      ...{ severalDevices: 0, consented: 2, events: 20, knownEvents: 10, merges: 1, leftOut: 0 },
      ...{ unmerges: 0, computedAt: 1_728_086_400_001, rates, isBackfilled: false },
    },
  ],
  falls: [fall],
  rule: undefined,
  refusedAsBlocked: 3,
  largest: [{ profile: 9_007_199_254_740_993n, identifiers: 12 }],
}

/** One quiet step after another, and the same health at any time. */
export const fakeHealth: Pick<Engine, 'pulse' | 'health'> = {
  pulse: ({ from, to, step }) =>
    Promise.resolve(
      from < to
        ? done({ from, to, step, steps: [{ at: to, messages: 4, latency: undefined }] })
        : refused('empty_range', ['from']),
    ),
  health: { identity: () => Promise.resolve(health) },
}
