import { expect, test } from 'vitest'
import { eventWarnings, pathWarnings } from './warnings.ts'

const DAY = 86_400_000
const now = 100 * DAY
const seen = (types: readonly string[], lastSeenAt = now) => ({
  ...{ path: 'revenue', samples: [], firstSeenAt: 0, lastSeenAt, promoted: false },
  types: types.map((type) => ({ type, count: 1 })),
})

test('several types are warned of, one is not', () => {
  expect(pathWarnings(seen(['number', 'text']), now)[0]).toContain('number and text')
  expect(pathWarnings(seen(['number']), now)).toEqual([])
})

test('what is dated ahead of the day is warned of', () => {
  expect(pathWarnings(seen(['number'], now + 3 * DAY), now)).toHaveLength(1)
  expect(eventWarnings({ count: 1, firstSeenAt: 0, lastSeenAt: now + 3 * DAY }, now)).toHaveLength(
    1,
  )
})

test('a regular event that stopped has gone quiet; a rare one has not', () => {
  const regular = { count: 1_000, firstSeenAt: 0, lastSeenAt: 90 * DAY }
  expect(eventWarnings(regular, now)).toEqual(['Gone quiet: nothing for 10 d.'])
  expect(eventWarnings({ ...regular, count: 10 }, now)).toEqual([])
  expect(eventWarnings({ ...regular, lastSeenAt: now }, now)).toEqual([])
})
