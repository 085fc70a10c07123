/** What is known of a group's numbers; enough for every test of means. */
export interface Moments {
  readonly count: number
  readonly mean: number
  /** Of the sample: the squared deviations over count - 1. 0 for fewer than two numbers. */
  readonly variance: number
}

/** The moments of the numbers that are in the whole and not in the part (Chan, Golub and LeVeque, Am. Stat. 37, 1983, solved for one side). */
export function without(whole: Moments, part: Moments): Moments {
  const count = whole.count - part.count
  if (count <= 0) return { count: 0, mean: 0, variance: 0 }
  const mean = (whole.count * whole.mean - part.count * part.mean) / count
  if (count === 1) return { count, mean, variance: 0 }
  const between = ((part.mean - mean) ** 2 * count * part.count) / whole.count
  const squares =
    whole.variance * (whole.count - 1) - part.variance * Math.max(0, part.count - 1) - between
  return { count, mean, variance: Math.max(0, squares) / (count - 1) }
}

/** The moments when the group is joined by so many others whose number is 0. */
export function withZeros({ count, mean, variance }: Moments, others: number): Moments {
  const all = count + others
  if (all === 0) return { count: 0, mean: 0, variance: 0 }
  const squares = variance * Math.max(0, count - 1) + (mean ** 2 * count * others) / all
  return { count: all, mean: (mean * count) / all, variance: all < 2 ? 0 : squares / (all - 1) }
}
