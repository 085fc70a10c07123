import type { Effect } from './testResult.ts'

/**
 * An effect on the scale of a correlation, 0 to 1, so that those of different tests can be put in one order: Cramér's V of two groups stands as
 * it is; d becomes d / sqrt(d^2 + (n1 + n2)^2 / (n1 n2)) (M. Borenstein et al., Introduction to Meta-Analysis, 2009, 7.7); eta squared its root.
 */
export function strengthOf({ measure, value }: Effect, sizes: readonly [number, number]): number {
  const [n1, n2] = sizes
  switch (measure) {
    case 'cramers_v':
      return value
    case 'cohens_d':
      return Math.abs(value) / Math.sqrt(value ** 2 + (n1 + n2) ** 2 / (n1 * n2))
    case 'eta_squared':
      return Math.sqrt(value)
  }
}
