import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { NewChange } from '../refresh/change.ts'
import { openChangeLog } from '../refresh/changeLog.ts'
import { changesPage, type ChangesQuery } from './changesPage.ts'
import { latencies } from './latencies.ts'
import { membersPage } from './membersPage.ts'
import { createCurrentSizes, sizes } from './sizes.ts'
import { message, nothingDefined, openStores, START, type Stores } from './test-support/stores.ts'

let stores: Stores
let vip: number
let lapsed: number
beforeAll(async () => {
  stores = await openStores()
  vip = await stores.audience('vip')
  lapsed = await stores.audience('lapsed')
})
afterAll(() => stores.close())
beforeEach(async () => {
  for (const table of ['changes', 'members_by_profile', 'members_by_audience'])
    await stores.warehouse.command({ text: `TRUNCATE TABLE ${table}`, params: {} })
})

const deps = {
  get warehouse() {
    return stores.warehouse
  },
  get metadata() {
    return stores.metadata
  },
  ...nothingDefined,
  clock: () => START,
}

const append = async (
  changes: readonly Partial<NewChange>[],
  recordedAt = START,
): Promise<void> => {
  const log = await openChangeLog(stores.warehouse, () => recordedAt)
  await log.append(
    changes.map((change) => ({
      audience: vip,
      version: 1,
      profile: 1n,
      entered: true,
      at: 0,
      cause: { kind: 'edge' },
      dueAt: 0,
      ...change,
    })),
  )
}

describe('sizes and members', () => {
  /** Who enters and leaves: each turn says for whom and when, and turns him into the opposite. */
  const turns = fc.array(
    fc.record({ profile: fc.bigInt(1n, 6n), wait: fc.integer({ min: 0, max: 7 }) }),
    { maxLength: 40 },
  )

  test('a size is the number of members that are paged at the same instant', async () => {
    await fc.assert(
      fc.asyncProperty(
        turns,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 20 }),
        async (all, length, step) => {
          for (const table of ['changes', 'members_by_profile', 'members_by_audience'])
            await stores.warehouse.command({ text: `TRUNCATE TABLE ${table}`, params: {} })
          const inside = new Set<bigint>()
          let at = 0
          const changes = all.map(({ profile, wait }) => {
            at += wait
            const entered = !inside.delete(profile)
            if (entered) inside.add(profile)
            return { profile, entered, at }
          })
          const currentSizes = createCurrentSizes(stores.warehouse)
          const half = changes.length >>> 1
          await append(changes.slice(0, half))
          await currentSizes()
          await append(changes.slice(half))
          const range = { from: 10, to: 10 + length, step }
          const curve = await sizes(stores.warehouse, vip, range)
          if (!curve.ok) throw new Error(curve.error.message)
          for (const { at: instant, size } of curve.value) {
            const members = await memberIds({ at: instant })
            // For each profile its latest change until then decides.
            const told = new Map(
              changes
                .filter((change) => change.at <= instant)
                .map(({ profile, entered }) => [profile, entered]),
            )
            expect(members).toEqual([...told.keys()].filter((p) => told.get(p)).sort())
            expect(size).toBe(members.length)
          }
          expect(curve.value.at(-1)?.at).toBe(range.to)
          expect(await memberIds({})).toEqual([...inside].sort())
          const current = (await currentSizes()).get(vip)
          expect(current?.size ?? 0).toBe(inside.size)
        },
      ),
      { numRuns: 15 },
    )
  })

  const memberIds = async ({ at }: { readonly at?: number }): Promise<readonly bigint[]> => {
    const found: bigint[] = []
    for (let after: bigint | undefined; ;) {
      const page = await membersPage(deps, vip, {
        limit: 2,
        ...(at === undefined ? {} : { at }),
        ...(after === undefined ? {} : { after }),
      })
      found.push(...page.members.map((member) => member.profile))
      if (page.next === undefined) return found
      after = page.next
    }
  }

  test('members come with their identifiers and the traits that most of them have', async () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`t${i}`, i]))
    await stores.record(
      message('ann', { kind: 'identify', timestamp: 1, traits: { ...many, plan: 'pro' } }),
      message('bob', { kind: 'identify', timestamp: 2, traits: { plan: 'free' } }),
    )
    const [ann, bob] = [await stores.profile('ann'), await stores.profile('bob')]
    await append([{ profile: ann }, { profile: bob }])
    const { members } = await membersPage(deps, vip, { limit: 10 })
    expect(members.map(({ profile, identifiers }) => [profile, identifiers])).toEqual([
      [ann, [{ kind: 'user_id', value: 'ann' }]],
      [bob, [{ kind: 'user_id', value: 'bob' }]],
    ])
    expect(members[1]?.traits).toEqual({ plan: 'free' })
    expect(Object.keys(members[0]?.traits ?? {})).toEqual([
      'plan',
      't0',
      't1',
      't2',
      't3',
      't4',
      't5',
      't6',
    ])
  })

  test('a range that makes no curve is refused', async () => {
    const code = async (from: number, to: number, step: number) => {
      const outcome = await sizes(stores.warehouse, vip, { from, to, step })
      return outcome.ok ? undefined : outcome.error.code
    }
    expect(await code(5, 5, 1)).toBe('empty_range')
    expect(await code(0, 5, 0)).toBe('bad_step')
    expect(await code(0, 5, Number.NaN)).toBe('bad_step')
    expect(await code(0, 10_001, 1)).toBe('too_many_steps')
    expect(await code(0, 10_000, 1)).toBeUndefined()
  })
})

describe('changes', () => {
  const page = async (query: Partial<ChangesQuery>) => {
    const { changes, next } = await changesPage(stores, { limit: 2, ...query })
    return [changes.map((change) => change.cursor), next]
  }

  test('are paged in the order of record, or back in time, without loss or repetition', async () => {
    await append([{ profile: 1n }, { audience: lapsed, profile: 2n }, { profile: 3n }])
    await append([{ profile: 1n, entered: false }, { profile: 4n }])
    expect(await page({})).toEqual([['1', '2'], '2'])
    expect(await page({ after: '2' })).toEqual([['3', '4'], '4'])
    expect(await page({ after: '4' })).toEqual([['5'], undefined])
    expect(await page({ after: '5' })).toEqual([[], undefined])
    expect(await page({ newestFirst: true })).toEqual([['5', '4'], '4'])
    expect(await page({ newestFirst: true, after: '2' })).toEqual([['1'], undefined])
    expect(await page({ audience: 'lapsed' })).toEqual([['2'], undefined])
    expect(await page({ profile: 1n })).toEqual([['1', '4'], undefined])
    expect(await page({ profile: 1n, audience: 'lapsed' })).toEqual([[], undefined])
    expect(await page({ audience: 'nobody' })).toEqual([[], undefined])
  })

  test('are found behind a gap in the numbers too', async () => {
    const log = await openChangeLog(stores.warehouse, () => START)
    const change = { audience: vip, version: 1, entered: true, at: 0, dueAt: 0 }
    const cause = { kind: 'edge' } as const
    await log.append([{ ...change, cause, profile: 1n }])
    log.reserve(1_000_000)
    await log.append([2n, 3n, 4n].map((profile) => ({ ...change, cause, profile })))
    expect(await page({})).toEqual([['1', '1000002'], '1000002'])
    expect(await page({ newestFirst: true, limit: 4 })).toEqual([
      ['1000004', '1000003', '1000002', '1'],
      undefined,
    ])
  })

  test('tell their cause and how late they were', async () => {
    const causes: readonly NewChange['cause'][] = [
      { kind: 'event', messageId: 'm-1' },
      { kind: 'definition', version: 7 },
      { kind: 'edge' },
      { kind: 'merge' },
      { kind: 'unmerge' },
      { kind: 'list' },
      { kind: 'account' },
    ]
    await append(
      causes.map((cause, i) => ({ cause, profile: BigInt(i), at: START - 5, dueAt: START - 30 })),
      START,
    )
    const { changes } = await changesPage(stores, { limit: 10 })
    expect(changes.map((change) => change.cause)).toEqual(causes)
    expect(changes[0]).toEqual({
      cursor: '1',
      audience: 'vip',
      profile: 0n,
      entered: true,
      at: START - 5,
      cause: { kind: 'event', messageId: 'm-1' },
      dueAt: START - 30,
      recordedAt: START,
      lateMs: 30,
    })
  })
})

describe('latencies', () => {
  test('are exact percentiles of the last day, without what a definition caused', async () => {
    const late = (ms: number, more: Partial<NewChange> = {}) => ({ dueAt: START - ms, ...more })
    await append(Array.from({ length: 100 }, (_, i) => late(i + 1, { profile: BigInt(i) })))
    await append([late(1_000, { audience: lapsed })])
    await append([late(9_999, { cause: { kind: 'definition', version: 1 } })])
    await append([late(5_000)], START - 86_400_000)
    const { overall, byAudience } = await latencies(stores.warehouse, START)
    expect(byAudience.get(vip)).toEqual({ changes: 100, p50: 51, p95: 96, p99: 100 })
    expect(byAudience.get(lapsed)).toEqual({ changes: 1, p50: 1_000, p95: 1_000, p99: 1_000 })
    expect(overall).toEqual({ changes: 101, p50: 51, p95: 96, p99: 100 })
  })

  test('of no change there is none', async () => {
    expect(await latencies(stores.warehouse, START)).toEqual({
      overall: undefined,
      byAudience: new Map(),
    })
  })
})
