import { expect, test } from 'vitest'
import { durationWords, scoreWords, stageWords, tierWords } from './thresholdWords.ts'

const words = (...of: Parameters<typeof scoreWords>) => scoreWords(...of).map((each) => each.words)

test('fewer days are better; neighbours neither overlap nor leave a gap', () => {
  expect(words('recency', [90, 30, 10, 9])).toEqual([
    ...['at most 9 days ago', '10 days ago', '11 to 30 days ago', '31 to 90 days ago'],
    'more than 90 days ago',
  ])
})

test('a score that nobody has is left out, and its neighbours close up', () => {
  expect(words('frequency', [null, null, 2, 4])).toEqual([
    ...['4 orders or more', '2 to 3 orders', undefined, undefined, '1 order'],
  ])
  expect(words('frequency', [2, 3, null, null])).toEqual([
    ...[undefined, undefined, '3 orders or more', '2 orders', '1 order'],
  ])
  expect(words('monetary', [null, null, null, null])).toEqual([
    ...[undefined, undefined, undefined, undefined, 'everybody'],
  ])
})

test('money begins at a threshold and ends before the next', () => {
  expect(words('monetary', [10, 20.5, 1_000, 5_000])).toEqual([
    ...['5,000 or more', '1,000 to less than 5,000', '20.5 to less than 1,000'],
    ...['10 to less than 20.5', 'less than 10'],
  ])
})

test('tiers of value, the best first', () => {
  expect(tierWords([100, 400, 900])).toEqual([
    { tier: 'top 5%', words: '900 or more' },
    { tier: 'top 20%', words: '400 to less than 900' },
    { tier: 'top 50%', words: '100 to less than 400' },
    { tier: 'lower 50%', words: 'less than 100' },
  ])
  expect(tierWords([100, null, 900])[1]?.words).toBeUndefined()
})

test('stages and durations in words', () => {
  const bounds = { new: '30d', reactivated: '2w', engaged: '180d', atRisk: '365d' }
  expect(stageWords('reactivated', bounds)).toBe(
    'Ordered within the last 2 weeks after a pause longer than 180 days.',
  )
  expect(stageWords('at risk', bounds)).toBe('Ordered last between 180 days and 365 days ago.')
  expect(['1d', '7d', 'soon'].map(durationWords)).toEqual(['1 day', '7 days', 'soon'])
})
