import { expect, test } from 'vitest'
import type { RecordedChange } from './change.ts'
import { createRecentChanges } from './recentChanges.ts'

const change = (seq: number): RecordedChange => ({
  seq: BigInt(seq),
  audience: 1,
  version: 1,
  profile: 1n,
  entered: true,
  at: seq,
  cause: { kind: 'edge' },
  dueAt: seq,
  recordedAt: seq,
})
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => change(from + i))
const seqs = (changes: readonly RecordedChange[] | undefined) => changes?.map(({ seq }) => seq)

test('what was added is there behind any number that it follows', () => {
  const recent = createRecentChanges(10n)
  expect(recent.after(10n, 5)).toEqual([])
  recent.add(range(11, 15))
  expect(seqs(recent.after(10n, 2))).toEqual([11n, 12n])
  expect(seqs(recent.after(13n, 9))).toEqual([14n, 15n])
  expect(recent.after(15n, 9)).toEqual([])
  expect(recent.after(9n, 9)).toBeUndefined()
})

test('the oldest make room, and who follows them is told to look elsewhere', () => {
  const recent = createRecentChanges(0n)
  recent.add(range(1, 60_000))
  expect(seqs(recent.after(0n, 1))).toEqual([1n])
  recent.add(range(60_001, 110_000))
  expect(recent.after(59_999n, 1)).toBeUndefined()
  expect(seqs(recent.after(60_000n, 1))).toEqual([60_001n])
  expect(seqs(recent.after(109_999n, 5))).toEqual([110_000n])
})

test('numbers that were given to others are behind a new beginning', () => {
  const recent = createRecentChanges(0n)
  recent.add(range(1, 3))
  recent.restart(100n)
  expect(recent.after(2n, 5)).toBeUndefined()
  recent.add(range(101, 102))
  expect(seqs(recent.after(100n, 5))).toEqual([101n, 102n])
})
