import type { IdentityHealth } from '@muster/client'
import { expect, test } from 'vitest'
import { dayRows, fallWords, rateFigures } from './rates.ts'

const day = (number: number, more: object = {}): IdentityHealth['days'][number] => ({
  ...{ day: number, from: number, to: number + 1, active: 1_200, known: 600, severalDevices: 150 },
  ...{ consented: 300, events: 9, knownEvents: 4, merges: 1, leftOut: 0, unmerges: 0 },
  ...{ computedAt: 0, rates: { match: null, matchByEvents: null, stitch: null, consent: null } },
  isBackfilled: true,
  ...more,
})

test('each rate by its own parts, of the last day', () => {
  const figures = rateFigures({ days: [day(1), day(2)] })
  expect(figures.map(({ rate, value, counts }) => [rate, value, counts])).toEqual([
    ['match', 0.5, '600 of 1,200 active'],
    ['stitch', 0.25, '150 of 600 known'],
    ['consent', 0.25, '300 of 1,200 active'],
  ])
})

test('a day with nobody to share has no rate, and makes no zero in the line', () => {
  const [, stitch] = rateFigures({ days: [day(1), day(2, { known: 0, severalDevices: 0 })] })
  expect(stitch?.value).toBeUndefined()
  expect(stitch?.points).toHaveLength(1)
  expect(rateFigures({ days: [] })[0]).toMatchObject({ value: undefined, points: [] })
})

test('a fall is told with what it is measured against', () => {
  const fall = { rate: 'match', day: 5, was: 0.62, is: 0.41, points: 21 } as const
  expect(fallWords(fall, { points: 5, days: 7, least: 30 })).toBe(
    'The match rate to known fell to 41%, 21.0 points below 62%, the median of the 7 days before.',
  )
})

test('a file has the counts behind the rates', () => {
  const health = { days: [day(20_000)] } as unknown as IdentityHealth
  expect(dayRows(health)[1]).toEqual([
    ...['2024-10-04', '1200', '600', '150', '300', '9', '4', '1', '0', '0'],
    ...['1970-01-01T00:00:00.000Z', 'yes'],
  ])
})
