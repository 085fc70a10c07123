import { expect, test } from 'vitest'
import { byDay, filtered, titleCounts, titleOf } from './timeline.ts'
import type { TimelineEvent } from './timeline.ts'

const event = (name: string, at: number, properties = {}): TimelineEvent => ({
  ...{
    name,
    at,
    properties,
    messageId: `${name}${at}`,
    receivedAt: at,
    kind: 'track',
    context: {},
  },
})
const events = [
  event('Order Completed', 3, { revenue: 9007199254740993n, coupon: 'WELCOME' }),
  event('Product Viewed', 2),
  event('Product Viewed', 1),
]

test('what has no name is called by what it does', () => {
  expect(titleOf({ kind: 'identify', name: '' })).toBe('Traits were set')
})

test('filters look at titles, and for words anywhere', () => {
  expect(filtered(events, new Set(['Product Viewed']), '')).toHaveLength(2)
  expect(filtered(events, new Set(), 'welcome')).toEqual([events[0]])
  expect(filtered(events, new Set(), '9007199254740993')).toEqual([events[0]])
})

test('titles are counted, and days are kept together', () => {
  expect(titleCounts(events)[0]).toEqual({ title: 'Product Viewed', count: 2 })
  expect(byDay(events, (at) => (at > 1 ? 'today' : 'before')).map(([day]) => day)).toEqual([
    'today',
    'before',
  ])
})
