import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatCount } from '../format/number.ts'
import { Card, Chart, Segments, Skeleton } from '../kit/index.ts'
import type { PlotLibrary } from '../kit/index.ts'

const spans = [
  { id: '1', text: 'Day' },
  { id: '7', text: 'Week' },
  { id: '30', text: 'Month' },
  { id: '90', text: 'Quarter' },
] as const
const STEPS = 96
const HEIGHT = 210

/** The recorded size over a span of time. */
export function SizeChart({ id }: { readonly id: string }) {
  const [days, setDays] = useState<(typeof spans)[number]['id']>('1')
  const { data } = useQuery(queries.sizes(useClient(), id, Number(days), STEPS))
  const time = useTimeFormat()
  const draw = useCallback(
    (plot: PlotLibrary, width: number) =>
      plot.plot({
        ...{ width, height: HEIGHT, marginLeft: 52, marginRight: 8, marginTop: 12 },
        x: {
          ...{ type: 'utc', label: null, ticks: Math.max(2, Math.floor(width / 110)) },
          tickFormat: (at: Date) => (days === '1' ? time.hour : time.day)(at.getTime()),
        },
        y: { label: null, grid: true, ticks: 4, zero: true, tickFormat: formatCount },
        marks: [
          plot.areaY(data, { x: 'at', y: 'size', fill: 'var(--accent-soft)', curve: 'step-after' }),
          plot.lineY(data, { x: 'at', y: 'size', stroke: 'var(--accent)', curve: 'step-after' }),
          plot.ruleX(data, plot.pointerX({ x: 'at', stroke: 'var(--line-strong)' })),
          plot.tip(
            data,
            plot.pointerX({
              ...{ x: 'at', y: 'size', fill: 'var(--surface)', stroke: 'var(--line-strong)' },
              title: ({ at, size }: { at: number; size: number }) =>
                `${time.minute(at)}\n${formatCount(size)} people`,
            }),
          ),
        ],
      }),
    [data, time, days],
  )
  return (
    <Card
      title="Size"
      aside={<Segments label="Span of time" value={days} options={spans} onChange={setDays} />}
    >
      {data === undefined ? (
        <Skeleton lines={5} />
      ) : (
        <Chart
          height={HEIGHT}
          draw={draw}
          label={`Size over the last ${days} days: from ${formatCount(data[0]?.size ?? 0)} to ${formatCount(data.at(-1)?.size ?? 0)}.`}
        />
      )}
    </Card>
  )
}
