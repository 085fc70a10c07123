import { parseJson, stringifyJson } from '@muster/core'
import { expect, test } from 'vitest'
import type { Cause } from '../read/changesApi.ts'
import type { Touched } from '../refresh/touched.ts'
import { touchedOf, touchedToJson } from './touchedJson.ts'

test('what is told is what is heard, whatever the cause', () => {
  const causes: readonly Cause[] = [
    { kind: 'event', messageId: 'm"1' },
    { kind: 'definition', version: 3 },
    ...(['edge', 'merge', 'unmerge', 'list', 'account'] as const).map((kind) => ({ kind })),
  ]
  const told = causes.map((cause, i): Touched => ({
    profile: 2n ** 62n + BigInt(i),
    ...(i % 2 === 0 && { node: BigInt(i + 1) }),
    touch: { cause, dueAt: 1_700_000_000_000 + i, ...(i === 0 && { evidence: '["Order"]' }) },
  }))
  const stored = parseJson(stringifyJson(touchedToJson(told)))
  if (!stored.ok) throw new Error(stored.message)
  expect(touchedOf(stored.value)).toEqual(told)
})

test('of somebody with one more identifier anything may be new', () => {
  const touch = {
    cause: { kind: 'list' as const },
    dueAt: 1,
    evidence: '["E"]',
    identified: { nodes: [{ node: 1n, kind: 'email' }], isNew: false },
  }
  const [told] = touchedOf(touchedToJson([{ profile: 1n, touch }]))
  expect(told).toEqual({ profile: 1n, touch: { cause: { kind: 'list' }, dueAt: 1 } })
})
