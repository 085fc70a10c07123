import { useCallback } from 'react'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatCount, formatPart } from '../format/number.ts'
import { Badge, Card, Chart } from '../kit/index.ts'
import type { PlotLibrary } from '../kit/index.ts'
import type { RateFigure, RatePoint } from './rates.ts'

const HEIGHT = 130

/** One rate of the last whole day, and how it went. Hollow points were counted later than their day. */
export function RateCard({
  figure,
  hasFallen,
}: {
  readonly figure: RateFigure
  readonly hasFallen: boolean
}) {
  const { name, formula, value, counts, points } = figure
  const time = useTimeFormat()
  const draw = useCallback(
    (plot: PlotLibrary, width: number) =>
      plot.plot({
        ...{ width, height: HEIGHT, marginLeft: 40, marginRight: 8, marginTop: 8 },
        x: {
          ...{ type: 'utc', label: null, ticks: Math.max(2, Math.floor(width / 110)) },
          tickFormat: (at: Date) => time.day(at.getTime()),
        },
        y: {
          ...{ label: null, grid: true, ticks: 3, domain: [0, 1] },
          tickFormat: (share: number) => formatPart(share, 1),
        },
        marks: [
          plot.lineY(points, { x: 'at', y: 'value', stroke: 'var(--accent)', strokeWidth: 1.5 }),
          plot.dot(points, {
            ...{ x: 'at', y: 'value', r: 2, stroke: 'var(--accent)' },
            fill: ({ isBackfilled }: RatePoint) =>
              isBackfilled ? 'var(--surface)' : 'var(--accent)',
          }),
          plot.tip(
            points,
            plot.pointerX({
              ...{ x: 'at', y: 'value', fill: 'var(--surface)', stroke: 'var(--line-strong)' },
              title: ({ at, part, of, isBackfilled }: RatePoint) =>
                `${time.day(at)}\n${formatPart(part, of)}: ${formatCount(part)} of ${formatCount(of)}${isBackfilled ? '\ncounted later' : ''}`,
            }),
          ),
        ],
      }),
    [points, time],
  )
  const [first] = points
  return (
    <Card>
      <div className="stack">
        <div className="figure">
          <h2 className="figure-label">{name}</h2>
          <div className="row">
            <span className="figure-big">{value === undefined ? '–' : formatPart(value, 1)}</span>
            {hasFallen && <Badge tone="warn">fell</Badge>}
          </div>
          <span className="soft small num">{counts}</span>
          <span className="muted small">{formula}</span>
        </div>
        {points.length > 1 && first !== undefined && (
          <Chart
            height={HEIGHT}
            draw={draw}
            label={`${name} by day: ${formatPart(first.value, 1)} on ${time.day(first.at)}, ${value === undefined ? 'unknown' : formatPart(value, 1)} on the last. The table of days has every number.`}
          />
        )}
      </div>
    </Card>
  )
}
