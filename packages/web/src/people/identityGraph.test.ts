import type { Identity } from '@muster/client'
import { expect, test } from 'vitest'
import { identityDrawing, logWords } from './identityGraph.ts'

const known = (kind: string, value: string, firstSeenAt: number, firstMessageId: string) => ({
  ...{ identifier: { kind, value }, node: '1', firstSeenAt, firstMessageId },
  ...{ source: 'identify', sides: [] },
})
const merge: Identity['log'][number] = {
  ...{ seq: '1', at: 5, kind: 'merged', profile: '1', absorbed: '2', decision: null },
  cause: {
    ...{ cause: 'seen_together', messageId: 'm3' },
    identifiers: [
      { kind: 'email', value: 'ada@example.com' },
      { kind: 'anonymous_id', value: 'phone' },
    ],
  },
}
const identity: Identity = {
  ...{ profile: '1', createdAt: 1, profiles: ['1', '2'], log: [merge] },
  identifiers: [
    known('anonymous_id', 'phone', 3, 'm2'),
    known('email', 'ada@example.com', 1, 'm1'),
    known('anonymous_id', 'laptop', 1, 'm1'),
  ],
}

test('what came in one message is joined, and so is what merged two profiles', () => {
  const { points, lines } = identityDrawing(identity)
  expect(points.map(({ identifier }) => identifier.value)).toEqual([
    ...['ada@example.com', 'laptop', 'phone'],
  ])
  expect(lines).toEqual([
    { from: 0, to: 1, kind: 'seen_together', why: 'identify m1' },
    { from: 0, to: 2, kind: 'merged', why: 'm3' },
  ])
})

test('what came later is joined to the oldest that was known', () => {
  const identifiers = [
    known('anonymous_id', 'laptop', 1, 'm1'),
    known('user_id', 'ada', 2, 'm2'),
    known('email', 'ada@example.com', 2, 'm2'),
  ]
  const { lines } = identityDrawing({ ...identity, log: [], identifiers })
  expect(lines.map(({ from, to, kind }) => [from, to, kind])).toEqual([
    [1, 2, 'seen_together'],
    [0, 1, 'came_later'],
  ])
})

test('one identifier alone stands in the middle', () => {
  const alone = identityDrawing({
    ...identity,
    log: [],
    identifiers: [known('email', 'a', 1, 'm')],
  })
  expect(alone.lines).toEqual([])
  expect(alone.points.map(({ x, y }) => Math.hypot(x, y))).toEqual([0])
})

test('the log says what happened and by what', () => {
  expect(logWords(merge)).toBe(
    'Profile 2 was merged into this one: one message brought email ada@example.com and anonymous id phone (message m3).',
  )
  expect(logWords({ ...merge, cause: { cause: 'person', by: 'Grace' } })).toBe(
    'Grace merged profile 2 into this one.',
  )
})
