import type { Figure, Measure, Section } from '../section.ts'

export type Verdict = 'pass' | 'miss' | 'told'

/** One measure with what was found. */
export interface Row {
  readonly section: string
  readonly name: string
  readonly measure: Measure
  /** Undefined when it was not measured although it should have been: then it is missed. */
  readonly figure: Figure | undefined
  readonly verdict: Verdict
}

export const rowsOf = (
  { name, measures }: Section,
  figures: Readonly<Partial<Record<string, Figure>>>,
): readonly Row[] =>
  Object.entries(measures).map(([key, measure]) => ({
    section: name,
    name: key,
    measure,
    figure: figures[key],
    verdict: verdictOn(measure, figures[key]),
  }))

export function verdictOn({ atMost, atLeast }: Measure, figure: Figure | undefined): Verdict {
  if (figure === undefined) return 'miss'
  if (atMost === undefined && atLeast === undefined) return 'told'
  return figure.value <= (atMost ?? Infinity) && figure.value >= (atLeast ?? -Infinity)
    ? 'pass'
    : 'miss'
}

/** How many times the figure is what was asked for: below 1 is better for a bound from above, above 1 for one from below. */
export function ratioOf({ measure, figure }: Row): number | undefined {
  const bound = measure.atMost ?? measure.atLeast
  return figure === undefined || bound === undefined || bound === 0
    ? undefined
    : figure.value / bound
}
