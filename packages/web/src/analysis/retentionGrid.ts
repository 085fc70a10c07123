import type { Retention } from '@muster/client'
import { formatCount, formatPart, formatPeople } from '../format/number.ts'
import type { HeatCell, HeatRow } from '../kit/index.ts'

const month = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })

/** `Mar 2026`; of a week the Monday that it begins on, `16 Mar 2026`. */
export function periodLabel(name: string, period: Retention['period']): string {
  return period === 'month' ? month.format(Date.parse(`${name}-01`)) : day.format(Date.parse(name))
}

/** The cohorts without the oldest ones that are of nobody: time before anything was recorded. */
export function begunCohorts({ cohorts }: Retention): Retention['cohorts'] {
  const first = cohorts.findIndex(({ people }) => people > 0)
  return first === -1 ? [] : cohorts.slice(first)
}

/**
 * The cohorts as rows of a heat map, below them all cohorts together. The darkest is the highest rate after the first period, in which with the
 * same event everybody counts.
 */
export function retentionGrid(retention: Retention): readonly HeatRow[] {
  const { curve, period } = retention
  const cohorts = begunCohorts(retention)
  const rates = cohorts.flatMap(({ people, returned }) =>
    returned.slice(1).map((count) => (people === 0 ? 0 : count / people)),
  )
  const most = Math.max(0.000_001, ...rates)
  const cell = (count: number, people: number, says: string, isOpen = false): HeatCell => ({
    text: formatPart(count, people),
    says: `${says}: ${formatCount(count)} of ${formatPeople(people)}, ${formatPart(count, people)}${isOpen ? ', and it is not over' : ''}.`,
    weight: Math.min(1, people === 0 ? 0 : count / people / most),
    isOpen,
  })
  const rows = cohorts.map(({ name, people, returned }): HeatRow => {
    const head = periodLabel(name, period)
    return {
      ...{ id: name, head, note: formatCount(people) },
      cells:
        people === 0
          ? []
          : returned.map((count, offset) =>
              cell(
                count,
                people,
                `${head}, ${offsetWords(offset, period)}`,
                offset === returned.length - 1,
              ),
            ),
    }
  })
  const all: HeatRow = {
    ...{ id: 'all', head: 'All together' },
    note: formatCount(cohorts.reduce((sum, { people }) => sum + people, 0)),
    cells: curve.map(({ offset, people, returned, rate }) =>
      rate === null
        ? undefined
        : cell(returned, people, `All cohorts, ${offsetWords(offset, period)}`),
    ),
  }
  return [...rows.toReversed(), all]
}

export function offsetWords(offset: number, period: Retention['period']): string {
  return offset === 0 ? `the first ${period}` : `${period} ${offset}`
}

/** Whole counts, for whoever goes on counting. */
export function retentionRows({ cohorts, period }: Retention): readonly (readonly string[])[] {
  const most = Math.max(0, ...cohorts.map(({ returned }) => returned.length))
  const offsets = Array.from({ length: most }, (_, offset) => `${period} ${offset}`)
  return [
    [period, 'people', ...offsets],
    ...cohorts.map(({ name, people, returned }) => [
      ...[name, String(people)],
      ...offsets.map((_, offset) => String(returned[offset] ?? '')),
    ]),
  ]
}
