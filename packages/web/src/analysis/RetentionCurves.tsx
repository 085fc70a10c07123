import type { Retention } from '@muster/client'
import { useCallback } from 'react'
import { formatPart, formatPeople } from '../format/number.ts'
import { Chart } from '../kit/index.ts'
import type { PlotLibrary } from '../kit/index.ts'
import { offsetWords, periodLabel } from './retentionGrid.ts'

const HEIGHT = 260

interface Point {
  readonly of: string
  readonly offset: number
  readonly rate: number
  readonly people: number
  readonly returned: number
}

/** Each cohort as a thin line, all of them together as a strong one; only periods that are over. */
export function RetentionCurves({ retention }: { readonly retention: Retention }) {
  const { cohorts, curve, period } = retention
  const draw = useCallback(
    (plot: PlotLibrary, width: number) => {
      const single = cohorts.flatMap(({ name, people, returned }): readonly Point[] =>
        people === 0
          ? []
          : returned.slice(0, -1).map((count, offset) => ({
              ...{ of: periodLabel(name, period), offset, rate: count / people, people },
              returned: count,
            })),
      )
      const all = curve.flatMap(({ rate, ...point }): readonly Point[] =>
        rate === null ? [] : [{ ...point, rate, of: 'All cohorts' }],
      )
      const place = { x: 'offset', y: 'rate' } as const
      return plot.plot({
        ...{ width, height: HEIGHT, marginLeft: 46, marginRight: 12, marginTop: 12 },
        x: { label: null, ticks: all.map(({ offset }) => offset), tickFormat: 'd' },
        y: {
          label: null,
          grid: true,
          ticks: 4,
          zero: true,
          tickFormat: (rate: number) => formatPart(rate, 1),
        },
        marks: [
          plot.lineY(single, { ...place, z: 'of', stroke: 'var(--line-strong)', strokeWidth: 1 }),
          plot.lineY(all, { ...place, stroke: 'var(--accent)', strokeWidth: 2.5 }),
          plot.dot(all, { ...place, fill: 'var(--accent)', r: 3 }),
          plot.tip(
            [...all, ...single],
            plot.pointer({
              ...place,
              ...{ fill: 'var(--surface)', stroke: 'var(--line-strong)' },
              title: ({ of, offset, returned, people }: Point) =>
                `${of}, ${offsetWords(offset, period)}\n${formatPart(returned, people)}: ${returned.toLocaleString('en-GB')} of ${formatPeople(people)}`,
            }),
          ),
        ],
      })
    },
    [cohorts, curve, period],
  )
  const last = curve.findLast(({ rate }) => rate !== null)
  return (
    <Chart
      height={HEIGHT}
      draw={draw}
      label={
        last === undefined
          ? 'No period is over yet.'
          : `Who came back, by ${period}: ${formatPart(last.returned, last.people)} in ${offsetWords(last.offset, period)}. The table has every number.`
      }
    />
  )
}
