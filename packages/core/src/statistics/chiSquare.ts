import { chiSquareTail } from './tails.ts'
import type { TestResult } from './testResult.ts'

/** Cochran's rule (Biometrics 10, 1954): below it the distribution of the statistic is too far from chi-square. */
const LEAST_EXPECTED = 5
const SHARE_THAT_MAY_BE_LESS = 0.2

/**
 * Pearson's chi-square test of independence over a table of counts, rows by columns (K. Pearson, Phil. Mag. 50, 1900), with Cramér's V =
 * sqrt(chi2 / (n * min(rows - 1, columns - 1))) (H. Cramér, Mathematical Methods of Statistics, 1946, 21.9). Without Yates' correction. Rows and
 * columns that are all 0 take no part. Untested when Cochran's rule is broken: more than a fifth of the expected counts below 5, or one below 1.
 */
export function chiSquareTest(table: readonly (readonly number[])[]): TestResult {
  const rows = table.filter((row) => row.some((count) => count > 0))
  const width = rows[0]?.length ?? 0
  const used = Array.from({ length: width }, (_, c) => c).filter((c) =>
    rows.some((row) => (row[c] ?? 0) > 0),
  )
  if (rows.length < 2 || used.length < 2) return { kind: 'untested', because: 'one_group' }
  const rowTotals = rows.map((row) => sum(row))
  const columnTotals = used.map((c) => sum(rows.map((row) => row[c] ?? 0)))
  const all = sum(rowTotals)
  let statistic = 0
  let small = 0
  let least = Infinity
  rows.forEach((row, r) => {
    used.forEach((c, k) => {
      const expected = ((rowTotals[r] ?? 0) * (columnTotals[k] ?? 0)) / all
      least = Math.min(least, expected)
      if (expected < LEAST_EXPECTED) small++
      statistic += ((row[c] ?? 0) - expected) ** 2 / expected
    })
  })
  if (least < 1 || small > SHARE_THAT_MAY_BE_LESS * rows.length * used.length)
    return { kind: 'untested', because: 'too_few_people' }
  const degreesOfFreedom = (rows.length - 1) * (used.length - 1)
  const value = Math.sqrt(statistic / (all * Math.min(rows.length - 1, used.length - 1)))
  return {
    kind: 'tested',
    test: 'chi_square',
    statistic,
    degreesOfFreedom: [degreesOfFreedom],
    p: chiSquareTail(statistic, degreesOfFreedom),
    effect: { measure: 'cramers_v', value },
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
