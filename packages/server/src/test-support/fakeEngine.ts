import { Readable } from 'node:stream'
import type { JsonObject } from '@muster/core'
import type { Change, Engine, IngestCall, NotReady, ProfileWhole, Status } from '@muster/engine'
import { fakeAccess } from './fakeAccess.ts'
import { fakeAnalyses } from './fakeAnalyses.ts'
import type { FakeAnalyses } from './fakeAnalyses.ts'
import { fakeAudiences } from './fakeAudiences.ts'
import { fakeHealth, fakeIdentity } from './fakeHealth.ts'
import { fakeImports } from './fakeImports.ts'
import { fakeIngest } from './fakeIngest.ts'
import { fakeKeys } from './fakeKeys.ts'
import { fakeLists } from './fakeLists.ts'
import { done } from './fakeOutcome.ts'
import { fakeProfiles } from './fakeProfiles.ts'
import { fakeSegmentation } from './fakeSegmentation.ts'
import { fakeTemplates } from './fakeTemplates.ts'
import { fakeTraits } from './fakeTraits.ts'

/** An engine in memory that keeps what it is given, so that routes can be tested without stores. It evaluates nothing. */
export interface FakeEngine extends Engine {
  readonly calls: IngestCall[]
  /** Answers the next calls of `take` with this. */
  busyFor: number | undefined
  readonly recorded: Change[]
  readonly pagesRead: () => number
  record(...changes: readonly Change[]): void
  readonly whole: Map<bigint, ProfileWhole>
  readonly asked: FakeAnalyses['asked']
  status_: Status
  closed: boolean
  notReady: readonly NotReady[]
  /** The next call of anything to do with audiences fails as a store would. */
  broken: boolean
}

const readyStatus: Status = {
  ready: true,
  problems: [],
  ...fakeIdentity,
  eventsPerSecond: 12.5,
  profiles: 3,
  messages: 40,
  queued: 0,
  latency: { changes: 7, p50: 20, p95: 80, p99: 140 },
  watermark: 1_700_000_000_000,
  refreshing: 'here',
  lastTick: { at: 1_700_000_000_000, tookMs: 12, touched: 2, changes: 1 },
}

export function changeOf(number: number, over: Partial<Change> = {}): Change {
  return {
    cursor: String(number),
    audience: 'vip',
    profile: 9_007_199_254_740_993n,
    entered: number % 2 === 0,
    at: 1_700_000_000_000 + number,
    cause: { kind: 'event', messageId: `m${number}` },
    dueAt: 1_700_000_000_000 + number,
    recordedAt: 1_700_000_000_040 + number,
    lateMs: 40,
    ...over,
  }
}

export function createFakeEngine(): FakeEngine {
  const calls: IngestCall[] = []
  const lists = fakeLists()
  const analyses = fakeAnalyses()
  const recorded: Change[] = []
  const listeners = new Set<() => void>()
  const whole = new Map<bigint, ProfileWhole>()
  let settings: JsonObject = { timeZone: 'UTC' }
  let pages = 0

  const audiences = fakeAudiences(whole, lists.has, () => fake.broken)
  const fake: FakeEngine = {
    calls,
    busyFor: undefined,
    recorded,
    pagesRead: () => pages,
    record(...changes) {
      recorded.push(...changes)
      for (const listener of listeners) listener()
    },
    whole,
    status_: readyStatus,
    closed: false,
    notReady: [],
    broken: false,

    ingest: fakeIngest(calls, () => fake.busyFor),
    audiences,
    analyses: analyses.api,
    asked: analyses.asked,
    templates: fakeTemplates(audiences),
    traits: fakeTraits(),
    segmentation: fakeSegmentation(audiences),
    profiles: fakeProfiles(whole),
    lists: lists.api,
    changes: {
      page: ({ after, limit, newestFirst = false, audience, profile }) => {
        pages++
        const all = newestFirst ? recorded.toReversed() : recorded
        const start = after === undefined ? 0 : all.findIndex(({ cursor }) => cursor === after) + 1
        const rest = all
          .slice(start)
          .filter((change) => audience === undefined || change.audience === audience)
          .filter((change) => profile === undefined || change.profile === profile)
        const changes = rest.slice(0, limit)
        const next = rest.length > limit ? changes.at(-1)?.cursor : undefined
        return Promise.resolve({ changes, next })
      },
      onRecorded: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    catalogue: () =>
      Promise.resolve({
        events: [
          {
            name: 'Order Completed',
            count: 1234,
            firstSeenAt: 1_700_000_000_000,
            lastSeenAt: 1_700_000_100_000,
            properties: [seen('total')],
          },
        ],
        traits: [seen('plan')],
        accountTraits: [],
        identifierKinds: [{ kind: 'user_id', count: 3 }],
      }),
    keys: fakeKeys(),
    access: fakeAccess(),
    imports: fakeImports(),
    settings: {
      get: () => Promise.resolve(settings),
      change: (changes) => {
        settings = { ...settings, ...changes }
        return Promise.resolve(done(settings))
      },
    },
    ...fakeHealth,
    status: () => Promise.resolve(fake.status_),
    readiness: () => Promise.resolve(fake.notReady),
    diskFree: () => Promise.resolve(5 * 1024 ** 3),
    backup: () =>
      Promise.resolve({
        madeAt: 1_700_000_000_000,
        heldMs: 12.5,
        content: Readable.from([Buffer.from('an archive')], { objectMode: false }),
      }),
    settle: () => Promise.resolve(),
    close: () => {
      fake.closed = true
      return Promise.resolve()
    },
  }

  return fake
}

function seen(path: string) {
  return {
    path,
    types: [{ type: 'number', count: 2 }],
    samples: [9_007_199_254_740_993n],
    firstSeenAt: 1_700_000_000_000,
    lastSeenAt: 1_700_000_100_000,
    promoted: false,
  }
}
