import { compileIdentifierRules, type Json, type Message } from '@muster/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Recorded, ResolvedMessages } from '../record/record.ts'
import { announceToNobody, toNobody, type Announce } from './announce.ts'
import { createIngest, type IngestDeps } from './createIngest.ts'

/** An ingest whose records wait until the test lets them through, or fails them. */
function bench({ announce = announceToNobody }: { readonly announce?: Announce } = {}) {
  const recorded: string[] = []
  const told: string[] = []
  const kept: string[] = []
  /** How many were recorded each time when what may be half there was made complete. */
  const completed: number[] = []
  const stored = new Set<string>()
  const gates: { readonly open: () => void; readonly fail: (error: Error) => void }[] = []
  const deps: IngestDeps = {
    seen: {
      known: (ids) => Promise.resolve(new Set(ids.filter((id) => stored.has(id)))),
      add: () => undefined,
      load: () => Promise.resolve(),
      close: () => undefined,
    },
    rejects: {
      newId: () => 'r',
      keep: (rejects) => {
        kept.push(...rejects.map(({ id }) => id))
        return Promise.resolve()
      },
      page: () => Promise.resolve({ rejects: [], next: undefined }),
      byIds: () => Promise.resolve([]),
      markReplayed: () => Promise.resolve(),
    },
    announce,
    identifierRules: () => compileIdentifierRules(),
    resolve: (messages): Promise<ResolvedMessages> =>
      Promise.resolve({
        messages,
        resolved: { messages: [], assignments: [], created: [], merges: [], version: 0n },
        version: 0n,
      }),
    record: async ({ messages }): Promise<Recorded> => {
      await new Promise<void>((open, fail) => gates.push({ open, fail }))
      for (const { messageId } of messages) stored.add(messageId)
      recorded.push(...messages.map(({ messageId }) => messageId))
      return {
        messages: messages.map((message) => ({ message, node: 1n, profile: 1n })),
        merges: [],
        assigned: new Map(),
      }
    },
    complete: () => Promise.resolve(void completed.push(recorded.length)),
    onRecorded: ({ messages }) =>
      told.push(...messages.map(({ message }: { message: Message }) => message.messageId)),
    clock: () => 1_000_000_000_000,
    newId: () => 'new',
  }
  const ingest = createIngest(deps)
  const take = (...ids: string[]) =>
    ingest.take({
      messages: ids.map((messageId): Json => ({
        type: 'track',
        userId: 'u',
        event: 'E',
        messageId,
      })),
      byteLengths: ids.map(() => 100),
      source: 'test',
    })
  /** Waits until a record is under way, then ends it. */
  const next = async (how: 'open' | 'fail'): Promise<void> => {
    while (gates.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    const gate = gates.shift()
    if (how === 'open') gate?.open()
    else gate?.fail(new Error('disk full'))
  }
  /** Ends the record that is under way. */
  const open = (): void => {
    expect(gates).toHaveLength(1)
    gates.shift()?.open()
  }
  return { ingest, take, next, open, recorded, told, kept, completed }
}

test('an answer waits until the messages are durable, and calls that come meanwhile share the next insert', async () => {
  const { take, next, recorded, told } = bench()
  const first = take('a')
  await new Promise((resolve) => setTimeout(resolve, 5))
  const others = [take('b'), take('c')]
  await next('open')
  expect(await first).toMatchObject({ kind: 'taken', accepted: 1 })
  expect(recorded).toEqual(['a'])
  await next('open')
  await Promise.all(others)
  expect(recorded).toEqual(['a', 'b', 'c'])
  expect(told).toEqual(['a', 'b', 'c'])
})

describe('where several send at once', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const after = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

  test('they wait for a moment, and whoever comes meanwhile shares their insert', async () => {
    const { take, open, recorded } = bench()
    const all = [take('a'), take('b')]
    await after(1)
    all.push(take('c'), take('d'))
    open()
    await after(100)
    all.push(take('e'))
    expect(recorded).toEqual(['a', 'b'])
    await after(100)
    open()
    await Promise.all(all)
    expect(recorded).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('a lone call waits for nobody, and neither does a batch that is large enough', async () => {
    const { take, open, recorded } = bench()
    const first = take('a')
    await after(1)
    open()
    await first
    const lone = take('b')
    await after(1)
    open()
    await lone
    const full = [take('c'), take(...Array.from({ length: 1_000 }, (_, i) => `d${i}`))]
    await after(1)
    open()
    await Promise.all(full)
    expect(recorded).toHaveLength(1_003)
  })
})

test('a message is a duplicate of one that is only becoming durable, and of one beside it', async () => {
  const { take, next } = bench()
  const first = take('a', 'a')
  await new Promise((resolve) => setTimeout(resolve, 5))
  const again = take('a')
  await next('open')
  expect(await first).toMatchObject({ accepted: 1, duplicates: 1 })
  expect(await again).toMatchObject({ accepted: 0, duplicates: 1 })
})

test('nothing is acknowledged as a duplicate before what may be half there is complete', async () => {
  const { take, next, completed } = bench()
  const first = take('a')
  await next('open')
  await first
  expect(completed).toEqual([])
  expect(await take('a')).toMatchObject({ accepted: 0, duplicates: 1 })
  expect(completed).toEqual([1])
})

test('when a batch fails, what was taken for a duplicate of it is not acknowledged either', async () => {
  const { take, next, recorded } = bench()
  const first = take('a')
  await new Promise((resolve) => setTimeout(resolve, 5))
  const again = take('a')
  const outcomes = Promise.allSettled([first, again])
  await next('fail')
  expect(await outcomes).toMatchObject([
    { status: 'rejected' },
    // The fault is not its own: whoever sent it should come back.
    { status: 'fulfilled', value: { kind: 'busy' } },
  ])
  expect(recorded).toEqual([])
  const repeated = take('a')
  await next('open')
  expect(await repeated).toMatchObject({ accepted: 1 })
})

test('beyond a bounded queue senders are asked to come back, and nothing of their call is kept', async () => {
  const { ingest, take, next, recorded } = bench()
  const many = Array.from({ length: 45 }, (_, call) =>
    take(...Array.from({ length: 1_000 }, (_, i) => `${call}-${i}`)),
  )
  expect(await take('late')).toEqual({ kind: 'busy', retryAfterSeconds: 1 })
  expect(ingest.queued()).toBeLessThan(45_000)
  const ending = new AbortController()
  const outcomes = Promise.all(many).then((all) => {
    ending.abort()
    return all
  })
  const opening = (async () => {
    while (!ending.signal.aborted) await Promise.race([next('open'), outcomes])
  })()
  const kinds = (await outcomes).map(({ kind }) => kind)
  await opening
  expect(kinds.filter((kind) => kind === 'taken').length).toBeGreaterThan(35)
  expect(recorded).not.toContain('late')
})

test('large messages fill the queue before many do', async () => {
  const { ingest, take, next } = bench()
  const ids = Array.from({ length: 4_000 }, (_, i) => `large-${i}`)
  const taken = ingest.take({
    messages: ids.map((messageId) => ({ type: 'track', userId: 'u', event: 'E', messageId })),
    byteLengths: ids.map(() => 30_000),
    source: 'test',
  })
  expect(await take('late')).toMatchObject({ kind: 'busy' })
  await next('open')
  expect(await taken).toMatchObject({ accepted: ids.length })
  const again = take('late')
  await next('open')
  expect(await again).toMatchObject({ kind: 'taken' })
})

test('a message that is not taken says why, and does not use up its id', async () => {
  const { ingest, next, kept } = bench()
  const outcome = ingest.take({
    messages: [
      { type: 'track', event: 'E', messageId: 'x' },
      { type: 'track', userId: 'u', event: 'E', messageId: 'x' },
    ],
    byteLengths: [50, 50],
    source: 'test',
  })
  await next('open')
  expect(await outcome).toMatchObject({
    accepted: 1,
    rejected: [{ index: 0, code: 'no_identifier', rejectId: 'r' }],
  })
  expect(kept).toEqual(['r'])
})

/** Another process is recording `other`; the test says how that ends. */
function besideAnother() {
  const ends: { readonly well: () => void; readonly badly: () => void }[] = []
  const told: string[] = []
  const announce: Announce = () =>
    Promise.resolve({
      ...toNobody,
      elsewhere: new Set(['other']),
      stands: () => Promise.resolve(void told.push('stands')),
      nothingNew: () => Promise.resolve(void told.push('nothing new')),
      failed: () => void told.push('failed'),
      othersStand: () =>
        new Promise<void>((well, fail) => {
          const badly = () => {
            fail(new Error('the other one failed'))
          }
          ends.push({ well, badly })
        }),
    })
  return { announce, told, ends }
}

test('what another process is recording is not recorded here, and acknowledged when it stands there', async () => {
  const { announce, told, ends } = besideAnother()
  const { take, next, recorded } = bench({ announce })
  const taken = take('mine', 'other')
  await next('open')
  await expect.poll(() => ends.length).toBe(1)
  expect([recorded, told]).toEqual([['mine'], ['stands']])
  ends[0]?.well()
  expect(await taken).toMatchObject({ accepted: 1, duplicates: 1 })
})

test('what another process could not record is not acknowledged here', async () => {
  const { announce, told, ends } = besideAnother()
  const { take } = bench({ announce })
  const taken = take('other')
  const outcome = expect(taken).rejects.toThrow('the other one failed')
  await expect.poll(() => ends.length).toBe(1)
  expect(told).toEqual(['nothing new'])
  ends[0]?.badly()
  await outcome
})

test('a batch that fails is said to have failed', async () => {
  const { announce, told } = besideAnother()
  const { take, next } = bench({ announce })
  const taken = take('mine')
  const outcome = expect(taken).rejects.toThrow('disk full')
  await next('fail')
  await outcome
  expect(told).toEqual(['failed'])
})
