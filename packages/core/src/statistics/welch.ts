import type { Moments } from './moments.ts'
import { studentTails } from './tails.ts'
import type { TestResult } from './testResult.ts'

/**
 * Welch's t-test of two means whose variances need not be equal (B. L. Welch, Biometrika 34, 1947), with the degrees of freedom of Welch and
 * Satterthwaite, and Cohen's d = (mean1 - mean2) / pooled standard deviation (J. Cohen, Statistical Power Analysis, 2nd ed. 1988, 2.5.1).
 */
export function welchTest(a: Moments, b: Moments): TestResult {
  if (a.count < 2 || b.count < 2) return { kind: 'untested', because: 'too_few_people' }
  const [errorA, errorB] = [a.variance / a.count, b.variance / b.count]
  const error = errorA + errorB
  if (error === 0) return { kind: 'untested', because: 'no_variance' }
  const statistic = (a.mean - b.mean) / Math.sqrt(error)
  const degreesOfFreedom = error ** 2 / (errorA ** 2 / (a.count - 1) + errorB ** 2 / (b.count - 1))
  const pooled = ((a.count - 1) * a.variance + (b.count - 1) * b.variance) / (a.count + b.count - 2)
  return {
    kind: 'tested',
    test: 'welch',
    statistic,
    degreesOfFreedom: [degreesOfFreedom],
    p: studentTails(statistic, degreesOfFreedom),
    effect: { measure: 'cohens_d', value: (a.mean - b.mean) / Math.sqrt(pooled) },
  }
}
