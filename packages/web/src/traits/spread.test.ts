import { expect, test } from 'vitest'
import {
  isSpreadOfNumbers,
  peopleIn,
  placeOf,
  pressed,
  quantileOffers,
  rangeDefinition,
  rangeWords,
  testsOf,
  valuesShown,
} from './spread.ts'

const bins = [
  { from: -5, to: 10, people: 4 },
  { from: 10, to: 20, people: 3 },
  { from: 20, to: 30, people: 2 },
  { from: 30, to: 900, people: 1 },
]
const numbers = {
  ...{ people: 10, min: -5, max: 900, mean: 20, bins },
  quantiles: { p5: 1, p25: 5, p50: 11, p75: 22, p95: 40 },
}
const values = [
  { value: 3, people: 9 },
  { value: 1, people: 2 },
]

test('a first press chooses a bin, a second all up to there, a third begins anew', () => {
  const one = pressed(undefined, 2)
  expect(one).toEqual({ first: 2, last: 2 })
  expect(pressed(one, 0)).toEqual({ first: 0, last: 2 })
  expect(pressed({ first: 0, last: 2 }, 1)).toEqual({ first: 1, last: 1 })
  expect(pressed(one, 2)).toBeUndefined()
})

test.each([
  [
    { first: 1, last: 2 },
    {
      all: [
        { trait: 'n', is: { atLeast: 10 } },
        { trait: 'n', is: { lessThan: 30 } },
      ],
    },
    'from 10 to less than 30',
    5,
  ],
  [{ first: 0, last: 1 }, { trait: 'n', is: { lessThan: 20 } }, 'less than 20', 7],
  [{ first: 3, last: 3 }, { trait: 'n', is: { atLeast: 30 } }, 'at least 30', 1],
  [{ first: 0, last: 3 }, { trait: 'n', is: { exists: true } }, 'any number', 10],
] as const)(
  'the bins %o as an audience: half-open, and without a bound at the ends',
  (range, definition, words, people) => {
    expect(rangeDefinition('n', bins, range)).toEqual(definition)
    expect(rangeWords(bins, range)).toBe(words)
    expect(peopleIn(bins, range)).toBe(people)
  },
)

test('the axis has bins of one width; what lies beyond stands at its ends', () => {
  expect([0, 10, 25, 40, 900, -5].map((value) => placeOf(bins, value))).toEqual([
    ...[0, 0.25, 0.625, 1, 1, 0],
  ])
})

test('the ends that are often meant, but for those that many would be in', () => {
  const texts = (p25: number, p50: number, p75: number, p95: number) =>
    quantileOffers({ p5: 0, p25, p50, p75, p95 }).map(({ text }) => text)
  expect(texts(1, 2, 3, 4)).toEqual(['The top 5%', 'The top quarter', 'The lowest quarter'])
  expect(texts(0, 0, 0, 4)).toEqual(['The top 5%'])
})

test('few numbers are shown one by one in their order, other values the most frequent first', () => {
  const of = (distinct: number) => ({ values, distinct, numbers })
  expect(isSpreadOfNumbers(of(25))).toBe(true)
  expect(isSpreadOfNumbers(of(24))).toBe(false)
  expect(isSpreadOfNumbers({ ...of(25), numbers: null })).toBe(false)
  expect(valuesShown(of(2)).map(({ value }) => value)).toEqual([1, 3])
  expect(valuesShown({ ...of(2), numbers: null }).map(({ value }) => value)).toEqual([3, 1])
})

test('a value is asked for as it is, a number also with what lies above and below, what is nested cannot be', () => {
  expect(testsOf('5', '“5”')).toEqual([{ is: { equals: '5' }, words: '“5”' }])
  expect(testsOf(5, '5').map(({ words }) => words)).toEqual([
    'exactly 5',
    'at least 5',
    'at most 5',
  ])
  expect(testsOf([1], '[1]')).toEqual([])
})
