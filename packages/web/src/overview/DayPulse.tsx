import type { Pulse } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatCount, formatMs, formatNumber } from '../format/number.ts'
import { Card, Chart, EmptyState, ErrorState, Skeleton } from '../kit/index.ts'
import type { PlotLibrary } from '../kit/index.ts'
import { latencyPoints, ratePoints } from './pulsePoints.ts'
import type { LatencyPoint } from './pulsePoints.ts'

const HEIGHT = 170
const tones = { p50: 'var(--tone-1)', p95: 'var(--tone-2)', p99: 'var(--tone-3)' } as const

/** The last day by ten minutes: how late changes were, and what came in. */
export function DayPulse() {
  const { data, error, refetch } = useQuery(queries.pulse(useClient()))
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />
  return (
    <div className="columns even">
      <Card title="Event to audience, over the day" aside={<Key />}>
        {data === undefined ? <Skeleton lines={5} /> : <LatencyChart pulse={data} />}
      </Card>
      <Card title="Messages per second, over the day">
        {data === undefined ? <Skeleton lines={5} /> : <RateChart pulse={data} />}
      </Card>
    </div>
  )
}

function Key() {
  return (
    <span className="row small soft">
      {Object.entries(tones).map(([name, tone]) => (
        <span key={name} className="row tight">
          <i className="key-line" style={{ background: tone }} aria-hidden />
          {name}
        </span>
      ))}
    </span>
  )
}

/** What both charts have in common: the day from left to right, in hours of the workspace. */
const frame = (
  { from, to }: Pulse,
  width: number,
  time: ReturnType<typeof useTimeFormat>,
  tickFormat: (value: number) => string,
) => ({
  ...{ width, height: HEIGHT, marginLeft: 52, marginRight: 8, marginTop: 8 },
  x: {
    ...{ type: 'utc' as const, label: null, domain: [from, to] },
    ...{ ticks: Math.max(2, Math.floor(width / 90)) },
    tickFormat: (at: Date) => time.hour(at.getTime()),
  },
  y: { label: null, grid: true, ticks: 4, zero: true, tickFormat },
})

const tip = { fill: 'var(--surface)', stroke: 'var(--line-strong)' } as const

function LatencyChart({ pulse }: { readonly pulse: Pulse }) {
  const time = useTimeFormat()
  const draw = useCallback(
    (plot: PlotLibrary, width: number) => {
      const points = latencyPoints(pulse)
      return plot.plot({
        ...frame(pulse, width, time, formatMs),
        color: { domain: Object.keys(tones), range: Object.values(tones) },
        marks: [
          plot.lineY(points, {
            ...{ x: 'at', y: 'ms', stroke: 'percentile', z: 'percentile', strokeWidth: 1.5 },
          }),
          plot.dot(points, { x: 'at', y: 'ms', fill: 'percentile', r: 1.75 }),
          plot.tip(
            points,
            plot.pointer({
              ...{ x: 'at', y: 'ms', ...tip },
              title: ({ at, percentile, ms, changes }: LatencyPoint) =>
                `${time.hour(at - pulse.step)} to ${time.hour(at)}\n${percentile} ${formatMs(ms)} of ${formatCount(changes)} changes`,
            }),
          ),
        ],
      })
    },
    [pulse, time],
  )
  const latest = pulse.steps.findLast(({ latency }) => latency !== null)
  if (latest === undefined || latest.latency === null) {
    return (
      <EmptyState title="Nobody entered or left in the last day">
        As soon as an audience changes, how long that took shows here.
      </EmptyState>
    )
  }
  const { p50, p95, p99 } = latest.latency
  return (
    <Chart
      height={HEIGHT}
      draw={draw}
      label={`From an event to the change, by ten minutes over the last day. In the last of them with changes, until ${time.hour(latest.at)}: p50 ${formatMs(p50)}, p95 ${formatMs(p95)}, p99 ${formatMs(p99)}.`}
    />
  )
}

function RateChart({ pulse }: { readonly pulse: Pulse }) {
  const time = useTimeFormat()
  const draw = useCallback(
    (plot: PlotLibrary, width: number) => {
      const points = ratePoints(pulse)
      return plot.plot({
        ...frame(pulse, width, time, formatNumber),
        marks: [
          plot.areaY(points, { x: 'at', y: 'rate', fill: 'var(--accent-soft)', curve: 'step' }),
          plot.lineY(points, { x: 'at', y: 'rate', stroke: 'var(--accent)', curve: 'step' }),
          plot.tip(
            points,
            plot.pointerX({
              ...{ x: 'at', y: 'rate', ...tip },
              title: ({ at, rate, messages }: (typeof points)[number]) =>
                `${time.hour(at - pulse.step)} to ${time.hour(at)}\n${formatNumber(rate)} a second, ${formatCount(messages)} messages`,
            }),
          ),
        ],
      })
    },
    [pulse, time],
  )
  const total = pulse.steps.reduce((sum, { messages }) => sum + messages, 0)
  const most = Math.max(0, ...ratePoints(pulse).map(({ rate }) => rate))
  return (
    <Chart
      height={HEIGHT}
      draw={draw}
      label={`Messages per second by ten minutes over the last day: ${formatCount(total)} messages in all, ${formatNumber(most)} a second at the most.`}
    />
  )
}
