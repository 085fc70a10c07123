import type { Moments } from './moments.ts'
import { fisherTail } from './tails.ts'
import type { TestResult } from './testResult.ts'

/**
 * One-way analysis of variance over the moments of two groups or more (R. A. Fisher, Statistical Methods for Research Workers, 1925), with
 * eta squared = squares between / all squares. Groups without numbers take no part.
 */
export function anovaTest(groups: readonly Moments[]): TestResult {
  const used = groups.filter(({ count }) => count > 0)
  if (used.length < 2) return { kind: 'untested', because: 'one_group' }
  const count = used.reduce((n, group) => n + group.count, 0)
  if (count <= used.length) return { kind: 'untested', because: 'too_few_people' }
  const mean = used.reduce((total, group) => total + group.count * group.mean, 0) / count
  const between = used.reduce((s, group) => s + group.count * (group.mean - mean) ** 2, 0)
  const within = used.reduce((s, group) => s + (group.count - 1) * group.variance, 0)
  if (within === 0) return { kind: 'untested', because: 'no_variance' }
  const degreesOfFreedom = [used.length - 1, count - used.length] as const
  const statistic = between / degreesOfFreedom[0] / (within / degreesOfFreedom[1])
  return {
    kind: 'tested',
    test: 'anova',
    statistic,
    degreesOfFreedom,
    p: fisherTail(statistic, ...degreesOfFreedom),
    effect: { measure: 'eta_squared', value: between / (between + within) },
  }
}
