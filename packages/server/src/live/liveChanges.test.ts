import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FakeEngine } from '../test-support/fakeEngine.ts'
import { changeOf, createFakeEngine } from '../test-support/fakeEngine.ts'
import type { LiveOptions } from './liveChanges.ts'
import { liveChanges } from './liveChanges.ts'

let engine: FakeEngine
let stopping: AbortController
const ended = vi.fn()
beforeEach(() => {
  engine = createFakeEngine()
  stopping = new AbortController()
  ended.mockClear()
})
afterEach(() => {
  stopping.abort()
})

function open(over: Partial<LiveOptions> = {}) {
  const feed = liveChanges({
    ...{ changes: engine.changes, stopping: stopping.signal, ended },
    ...over,
  })
  const reader = feed.getReader()
  const next = async () => new TextDecoder().decode((await reader.read()).value)
  return { next, cancel: () => reader.cancel(), feed }
}

test('begins with what comes after it was opened', async () => {
  engine.record(changeOf(1))
  const { next } = open()
  expect(await next()).toBe('retry: 1000\nid: 1\n: connected\n\n')
  const waiting = next()
  engine.record(changeOf(2))
  const frame = await waiting
  expect(frame).toContain('id: 2\nevent: change\ndata: {"cursor":"2"')
  expect(frame).toContain('"profile":"9007199254740993"')
})

test('goes on behind a cursor', async () => {
  engine.record(changeOf(1), changeOf(2), changeOf(3))
  const { next } = open({ after: '1' })
  await next()
  const ids = [...(await next()).matchAll(/^id: (.*)$/gm)].map(([, id]) => id)
  expect(ids).toEqual(['2', '3'])
})

test('tells only what was asked for, and moves its cursor over the rest', async () => {
  engine.record(changeOf(1))
  const { next } = open({ audience: 'vip', profile: 5n })
  await next()
  engine.record(changeOf(2), changeOf(3, { audience: 'other', profile: 5n }))
  expect(await next()).toBe('id: 3\n\n')
  engine.record(changeOf(4, { profile: 5n }))
  expect(await next()).toContain('id: 4\nevent: change')
})

test('sends something while nothing happens', async () => {
  const { next } = open({ heartbeatMs: 5 })
  await next()
  expect(await next()).toBe(': still here\n\n')
})

test('a reader that never reads makes it read one page and no more', async () => {
  for (let i = 0; i < 5_000; i++) engine.recorded.push(changeOf(i))
  open({ after: '0' })
  for (let i = 0; i < 50; i++) {
    engine.record(changeOf(10_000 + i))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(engine.pagesRead()).toBe(0)
})

test('reads on as the reader does, and misses nothing', async () => {
  for (let i = 0; i < 1_200; i++) engine.recorded.push(changeOf(i))
  const { next } = open({ after: '0' })
  await next()
  let seen = 0
  while (seen < 1_199) seen += (await next()).match(/^event: change$/gm)?.length ?? 0
  expect(seen).toBe(1_199)
})

test('who is far behind gets more at a time, up to a bound', async () => {
  for (let i = 1; i <= 12_000; i++) engine.recorded.push(changeOf(i))
  const { next } = open({ after: '0' })
  await next()
  const sizes: number[] = []
  for (let seen = 0; seen < 12_000; seen += sizes.at(-1) ?? 0)
    sizes.push((await next()).match(/^event: change$/gm)?.length ?? 0)
  expect(sizes).toEqual([500, 1_000, 2_000, 4_000, 4_000, 500])
  const waiting = next()
  engine.record(changeOf(12_001))
  expect(await waiting).toContain('id: 12001\n')
})

test('ends when the server stops, and when the reader goes', async () => {
  const stopped = open()
  await stopped.next()
  const waiting = stopped.next()
  stopping.abort()
  expect(await waiting).toBe('')
  expect(ended).toHaveBeenCalledTimes(1)

  stopping = new AbortController()
  const left = open({ stopping: stopping.signal })
  await left.next()
  await left.cancel()
  expect(ended).toHaveBeenCalledTimes(2)
})

test('breaks off when the store fails, so that the reader comes back', async () => {
  const { next } = open({
    changes: { ...engine.changes, page: () => Promise.reject(new Error('gone')) },
  })
  await expect(next()).rejects.toThrow('gone')
  expect(ended).toHaveBeenCalledTimes(1)
})

test('a reader that leaves something unread is cut off, and one that waits is not', async () => {
  engine.record(changeOf(1))
  const patient = open({ patienceMs: 20, heartbeatMs: 10_000 })
  const stuck = open({ patienceMs: 20, heartbeatMs: 10_000 })
  await patient.next()
  const waiting = patient.next()
  while (ended.mock.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await expect(stuck.next()).rejects.toThrow('nothing was read for 20 ms')
  engine.record(changeOf(2))
  expect(await waiting).toContain('id: 2')
  expect(ended).toHaveBeenCalledTimes(1)
})
