import { checkDefinition, stringifyJson } from '@muster/core'
import type { Definition, Identifier, Json, JsonObject } from '@muster/core'
import type {
  AudienceView,
  Change,
  Engine,
  IngestCall,
  IngestOutcome,
  ListsApi,
  ProfileWhole,
  Reject,
  Status,
} from '@muster/engine'
import { fakeImports } from './fakeImports.ts'
import { fakeKeys } from './fakeKeys.ts'

/** An engine in memory that keeps what it is given, so that routes can be tested without stores. It evaluates nothing. */
export interface FakeEngine extends Engine {
  readonly calls: IngestCall[]
  /** Answers the next calls of `take` with this. */
  busyFor: number | undefined
  readonly recorded: Change[]
  readonly pagesRead: () => number
  record(...changes: readonly Change[]): void
  readonly whole: Map<bigint, ProfileWhole>
  status_: Status
  closed: boolean
  /** The next call of anything to do with audiences fails as a store would. */
  broken: boolean
}

type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false
      readonly error: {
        readonly code: string
        readonly at: readonly (string | number)[]
        readonly message: string
      }
    }

const done = <Value>(value: Value): Outcome<Value> => ({ ok: true, value })
const refused = (
  code: string,
  at: readonly (string | number)[],
  message = `Refused: ${code}. Do otherwise.`,
): Outcome<never> => ({ ok: false, error: { code, at, message } })

export const readyStatus: Status = {
  ready: true,
  problems: [],
  eventsPerSecond: 12.5,
  profiles: 3,
  messages: 40,
  queued: 0,
  latency: { changes: 7, p50: 20, p95: 80, p99: 140 },
  watermark: 1_700_000_000_000,
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
  const audiences = new Map<string, AudienceView>()
  const versions = new Map<string, { version: number; definition: Json }[]>()
  const lists = new Map<string, { name: string; members: Set<string> }>()
  const rejects: Reject[] = []
  const recorded: Change[] = []
  const listeners = new Set<() => void>()
  const whole = new Map<bigint, ProfileWhole>()
  let settings: JsonObject = { timeZone: 'UTC' }
  let pages = 0

  const check = (definition: unknown, self?: string) => {
    if (fake.broken) return Promise.reject(new Error('the store is gone'))
    return Promise.resolve(
      checkDefinition(definition, {
        ...(self === undefined ? {} : { self }),
        // What is kept has been checked.
        audience: (id) => audiences.get(id)?.audience.definition as Definition | undefined,
        list: (id) => lists.has(id),
      }),
    )
  }
  const view = (
    facts: Partial<AudienceView['audience']> & { id: string; name: string; definition: Json },
    before?: AudienceView,
  ): AudienceView => {
    const audience = {
      number: audiences.size + 1,
      description: '',
      owner: '',
      useCase: null,
      tags: [],
      revision: 1,
      version: 1,
      fingerprint: stringifyJson(facts.definition),
      sunsetAt: null,
      createdAt: 1_700_000_000_000,
      updatedAt: 1_700_000_000_000,
      state: 'draft' as const,
      ...before?.audience,
      ...facts,
    } as AudienceView['audience']
    return {
      audience,
      sentence: `everybody with ${stringifyJson(facts.definition)}`,
      size: audience.state === 'live' ? 2 : undefined,
      progress: {
        state: audience.state === 'live' ? 'done' : 'none',
        versionInForce: audience.state === 'live' ? audience.version : undefined,
        watermark: undefined,
        error: undefined,
      },
      latency: undefined,
    }
  }
  const keep = (next: AudienceView): AudienceView => {
    audiences.set(next.audience.id, next)
    const { id, version, definition } = next.audience
    const known = versions.get(id) ?? []
    if (known.at(-1)?.version !== version) known.push({ version, definition })
    versions.set(id, known)
    return next
  }

  const take = (call: IngestCall): Promise<IngestOutcome> => {
    const { busyFor } = fake
    if (busyFor !== undefined) return Promise.resolve({ kind: 'busy', retryAfterSeconds: busyFor })
    fake.calls.push(call)
    const rejected = call.messages.flatMap((body, index) => {
      const fault = faultOf(body, call, index)
      if (fault === undefined) return []
      const rejectId = `r${rejects.length + 1}`
      const at = fault === 'no_identifier' ? ['userId'] : []
      const message = `Not taken: ${fault}. Send it otherwise.`
      rejects.push({
        ...{ id: rejectId, code: fault, at, message, body, source: call.source },
        receivedAt: 1_700_000_000_000,
        state: 'open',
      })
      return [{ index, code: fault, at, message, rejectId }]
    })
    const accepted = call.messages.length - rejected.length
    return Promise.resolve({ kind: 'taken', accepted, duplicates: 0, rejected })
  }

  const put: ListsApi['put'] = (id, identifiers, present) => {
    const list = lists.get(id)
    if (list === undefined) return Promise.resolve(refused('unknown_list', ['id']))
    const before = list.members.size
    for (const { kind, value } of identifiers) {
      if (present) list.members.add(`${kind}:${value}`)
      else list.members.delete(`${kind}:${value}`)
    }
    return Promise.resolve(done({ changed: Math.abs(list.members.size - before), unusable: [] }))
  }

  const find = (by: { readonly profile: bigint } | Identifier): bigint | undefined => {
    if ('profile' in by) return whole.has(by.profile) ? by.profile : undefined
    return [...whole.values()].find(({ identifiers }) =>
      identifiers.some(({ kind, value }) => kind === by.kind && value === by.value),
    )?.profile
  }
  const explanation = {
    condition: { everyone: true } as const,
    at: [],
    holds: true,
    found: { kind: 'everyone' } as const,
  }

  const fake: FakeEngine = {
    calls: [],
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
    broken: false,

    ingest: {
      take,
      rejects: ({ after, limit, code, state }) => {
        const from = after === undefined ? 0 : rejects.findIndex(({ id }) => id === after) + 1
        const page = rejects
          .slice(from)
          .filter((each) => code === undefined || each.code === code)
          .filter((each) => state === undefined || each.state === state)
        const next = page.length > limit ? page[limit - 1]?.id : undefined
        return Promise.resolve({ rejects: page.slice(0, limit), next })
      },
      replay: (replays) =>
        Promise.resolve(
          replays.map(({ id }) => {
            const place = rejects.findIndex((each) => each.id === id)
            const found = rejects[place]
            if (found === undefined) return { id, outcome: 'unknown' as const }
            rejects[place] = { ...found, state: 'replayed' }
            return { id, outcome: 'accepted' as const }
          }),
        ),
    },
    audiences: {
      check,
      describe: (definition) =>
        Promise.resolve(`everybody with ${stringifyJson(definition as Json)}`),
      create: (wanted) => {
        const id = wanted.id ?? wanted.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
        if (audiences.has(id)) return Promise.resolve(refused('id_taken', ['id']))
        const { definition, ...facts } = wanted
        return Promise.resolve(done(keep(view({ ...facts, id, definition: definition as Json }))))
      },
      edit: (id, { revision, ...changes }) => {
        const before = audiences.get(id)
        if (before === undefined) return Promise.resolve(refused('unknown_audience', ['id']))
        if (before.audience.revision !== revision)
          return Promise.resolve(refused('edited_meanwhile', ['revision']))
        const definition = (changes.definition ?? before.audience.definition) as Json
        const version = before.audience.version + (changes.definition === undefined ? 0 : 1)
        const { name } = before.audience
        const facts = { name, ...changes, id, definition, version, revision: revision + 1 }
        return Promise.resolve(done(keep(view(facts, before))))
      },
      archive: (id) => {
        const before = audiences.get(id)
        if (before === undefined) return Promise.resolve(refused('unknown_audience', ['id']))
        const { name, definition } = before.audience
        const archived = { id, name, definition, state: 'archived', archivedAt: 5 } as const
        return Promise.resolve(done(keep(view(archived, before))))
      },
      get: (id) => Promise.resolve(audiences.get(id)),
      list: ({ state, tag } = {}) =>
        Promise.resolve(
          [...audiences.values()]
            .filter(({ audience }) => state === undefined || audience.state === state)
            .filter(({ audience }) => tag === undefined || audience.tags.includes(tag)),
        ),
      versions: (id) =>
        Promise.resolve(
          versions.get(id)?.map((version) => ({
            ...version,
            fingerprint: '',
            createdAt: 1_700_000_000_000,
            createdBy: 'owner',
            note: '',
          })),
        ),
      preview: (definition, options = {}) =>
        Promise.resolve(
          done({
            size: whole.size,
            profiles: whole.size,
            at: options.at ?? 1_700_000_000_000,
            sentence: stringifyJson(definition as Json),
            warnings: [],
            sample: summaries().slice(0, options.sample ?? 10),
            tookMs: 3,
          }),
        ),
      members: (id, { after = -1n, limit }) => {
        if (!audiences.has(id)) return Promise.resolve(refused('unknown_audience', ['id']))
        const rest = summaries().filter(({ profile }) => profile > after)
        const members = rest.slice(0, limit)
        const next = rest.length > limit ? members.at(-1)?.profile : undefined
        return Promise.resolve(done({ members, next }))
      },
      sizes: (id, { from, to, step }) => {
        if (!audiences.has(id)) return Promise.resolve(refused('unknown_audience', ['id']))
        const sizes = []
        for (let at = from; at < to; at += step) sizes.push({ at, size: 2 })
        return Promise.resolve(done(sizes))
      },
      explain: (target, profile) => {
        if ('audience' in target && !audiences.has(target.audience))
          return Promise.resolve(refused('unknown_audience', ['id']))
        if (!whole.has(profile)) return Promise.resolve(refused('unknown_profile', ['profile']))
        return Promise.resolve(done(explanation))
      },
    },
    profiles: {
      find: (by) => Promise.resolve(find(by)),
      get: (profile) => Promise.resolve(whole.get(profile)),
      identity: (profile) =>
        Promise.resolve(
          whole.has(profile)
            ? {
                profile,
                createdAt: 1,
                identifiers: [
                  {
                    identifier: { kind: 'email', value: 'ada@example.com' },
                    node: 7n,
                    firstSeenAt: 1,
                    firstMessageId: 'm1',
                    source: 'identify',
                    sides: [{ decision: 3n, side: 1 }],
                  },
                ],
                profiles: [profile, 9_223_372_036_854_775_807n],
                log: [
                  {
                    ...{ seq: 1n, at: 5, kind: 'merged' as const, profile },
                    absorbed: 9_223_372_036_854_775_807n,
                    cause: { cause: 'person', by: 'ada' },
                  },
                ],
              }
            : undefined,
        ),
      unmerge: (profile, groups) =>
        Promise.resolve(
          whole.has(profile)
            ? done({ profiles: [profile, ...groups.slice(1).map((_, i) => BigInt(i + 100))] })
            : refused('unknown_profile', ['profile']),
        ),
      merge: (survivor, absorbed) =>
        Promise.resolve(
          whole.has(survivor) && whole.has(absorbed)
            ? done({ profile: survivor })
            : refused('unknown_profile', ['profile']),
        ),
      leaveAccount: (profile, account) =>
        Promise.resolve(
          whole.get(profile)?.accounts.includes(account) === true
            ? done(null)
            : refused('unknown_account', ['account']),
        ),
    },
    lists: {
      create: ({ id: wanted, name }) => {
        const id = wanted ?? name.toLowerCase()
        if (lists.has(id)) return Promise.resolve(refused('id_taken', ['id']))
        lists.set(id, { name, members: new Set() })
        return Promise.resolve(done({ id, name }))
      },
      list: () =>
        Promise.resolve(
          [...lists].map(([id, { name, members }]) => ({ id, name, size: members.size })),
        ),
      put,
    },
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
    imports: fakeImports(),
    settings: {
      get: () => Promise.resolve(settings),
      change: (changes) => {
        settings = { ...settings, ...changes }
        return Promise.resolve(done(settings))
      },
    },
    status: () => Promise.resolve(fake.status_),
    settle: () => Promise.resolve(),
    close: () => {
      fake.closed = true
      return Promise.resolve()
    },
  }

  function summaries() {
    return [...whole.values()]
      .map(({ profile, identifiers }) => ({ profile, identifiers, traits: { plan: 'pro' } }))
      .sort((a, b) => (a.profile < b.profile ? -1 : 1))
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

/** Only what the tests of routes need to see refused. */
function faultOf(body: Json, call: IngestCall, index: number): string | undefined {
  if ((call.byteLengths[index] ?? 0) > 32 * 1024) return 'message_too_large'
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'not_an_object'
  const { userId, anonymousId } = body as JsonObject
  return userId === undefined && anonymousId === undefined ? 'no_identifier' : undefined
}

export function profileOf(profile: bigint, identifiers: readonly Identifier[]): ProfileWhole {
  return {
    profile,
    identifiers,
    traits: { big: { value: 9_007_199_254_740_993n, at: 1, messageId: 'm1' } },
    traitHistory: [],
    events: [],
    accounts: ['acme'],
    lists: [],
    audiences: [{ id: 'vip', name: 'VIP', member: true, since: undefined }],
    firstSeenAt: 1,
    lastSeenAt: undefined,
  }
}
