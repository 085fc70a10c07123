import { expect, test } from 'vitest'
import { section } from '../section.ts'
import { ratioOf, rowsOf, verdictOn } from './outcome.ts'
import { table } from './table.ts'

const example = section({
  name: 'example',
  measures: {
    late: { says: 'lateness', unit: 'ms', atMost: 300 },
    rate: { says: 'rate', unit: 'events/s', atLeast: 20_000 },
    cpu: { says: 'cost', unit: 's' },
  },
  run: () => Promise.resolve({}),
})

test('a bound is kept at its very value, and missed beyond it', () => {
  expect(verdictOn(example.measures.late, { value: 300 })).toBe('pass')
  expect(verdictOn(example.measures.late, { value: 300.1 })).toBe('miss')
  expect(verdictOn(example.measures.rate, { value: 20_000 })).toBe('pass')
  expect(verdictOn(example.measures.rate, { value: 19_999 })).toBe('miss')
  expect(verdictOn(example.measures.cpu, { value: 1e9 })).toBe('told')
})

test('what was not measured, or is no number, is missed', () => {
  expect(verdictOn(example.measures.late, undefined)).toBe('miss')
  expect(verdictOn(example.measures.cpu, undefined)).toBe('miss')
  expect(verdictOn(example.measures.late, { value: NaN })).toBe('miss')
})

test('the ratio is to the bound', () => {
  const [late, rate, cpu] = rowsOf(example, {
    late: { value: 150 },
    rate: { value: 30_000 },
    cpu: { value: 3 },
  })
  expect([late, rate, cpu].map((row) => row && ratioOf(row))).toEqual([0.5, 1.5, undefined])
})

test('the table has a line for every measure, its percentiles and its note', () => {
  const spread = { count: 4, p50: 100, p95: 200, p99: 250, max: 260 }
  const rows = rowsOf(example, {
    late: { value: 250, percentiles: spread, note: 'as usual' },
    rate: { value: 12_345.6 },
  })
  expect(table(rows).split('\n')).toEqual([
    'section  what      found            asked                     ratio  p50 / p95 / p99',
    '-------  --------  ---------------  ------------------------  -----  -----------------------------  ----',
    'example  lateness  250 ms           at most 300 ms            0.83   100 ms / 200 ms / 250 ms of 4  pass',
    '           as usual',
    'example  rate      12,346 events/s  at least 20,000 events/s  0.62                                  miss',
    'example  cost      not measured                                                                     miss',
  ])
})
