import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { formatCount, formatMs, formatNumber, formatPart } from '../format/number.ts'
import { Card, Sparkline } from '../kit/index.ts'
import { useSeries } from './useSeries.ts'

/** So many seconds are drawn. */
const SPAN = 120
const KNOWN = { trait: 'profile.isKnown', is: { equals: true } }

/** What happens each second, how long it takes to be true in the audiences, and how many people there are. */
export function StatusFigures() {
  const client = useClient()
  const { data: status, dataUpdatedAt } = useQuery(queries.status(client))
  const known = useQuery({
    queryKey: ['known'],
    queryFn: ({ signal }) => client.audiences.preview(KNOWN, { sample: 0 }, signal),
    refetchInterval: 30_000,
  }).data
  const rates = useSeries(status?.eventsPerSecond, dataUpdatedAt, SPAN)
  const ticks = useSeries(status?.lastTick?.tookMs, dataUpdatedAt, SPAN)
  const latency = status?.latency
  const lately = useQuery(queries.pulse(client)).data?.steps.at(-1)?.latency
  const shown = lately ?? latency
  return (
    <div className="tiles">
      <Tile
        label="Events per second"
        value={
          status === undefined ? '–' : formatNumber(Math.round(status.eventsPerSecond * 10) / 10)
        }
        note={status === undefined ? '' : `${formatCount(status.messages)} messages in all`}
        drawn={
          <Sparkline
            label="Events per second over the last two minutes"
            values={rates}
            width={220}
            height={36}
          />
        }
      />
      <Tile
        label={lately ? 'Event to audience, last 10 minutes' : 'Event to audience, last day'}
        value={shown ? formatMs(shown.p50) : '–'}
        note={
          shown
            ? `95% within ${formatMs(shown.p95)} · 99% within ${formatMs(shown.p99)}`
            : 'No audience has changed yet'
        }
        drawn={
          <span className="muted small num">
            {lately && latency
              ? `last day ${formatMs(latency.p50)}, 99% within ${formatMs(latency.p99)}`
              : shown
                ? `of ${formatCount(shown.changes)} ${shown.changes === 1 ? 'change' : 'changes'}`
                : ''}
          </span>
        }
      />
      <Tile
        label="Last refresh"
        value={status?.lastTick ? formatMs(status.lastTick.tookMs) : '–'}
        note={
          status?.lastTick
            ? `${formatCount(status.lastTick.touched)} people looked at · ${formatCount(status.queued)} waiting`
            : 'None yet'
        }
        drawn={
          <Sparkline
            label="Duration of refreshes over the last two minutes"
            values={ticks}
            width={220}
            height={36}
          />
        }
      />
      <Tile
        label="Profiles"
        value={status === undefined ? '–' : formatCount(status.profiles)}
        note={
          known === undefined
            ? ''
            : `${formatCount(known.size)} known (${formatPart(known.size, known.profiles)}) · ${formatCount(known.profiles - known.size)} anonymous`
        }
        drawn={
          known !== undefined && (
            <meter
              className="part"
              aria-label="Part of the profiles that is known"
              min={0}
              max={Math.max(1, known.profiles)}
              value={known.size}
            />
          )
        }
      />
    </div>
  )
}

function Tile({
  label,
  value,
  note,
  drawn,
}: {
  readonly label: string
  readonly value: string
  readonly note: string
  readonly drawn: ReactNode
}) {
  return (
    <Card>
      <div className="tile">
        <h2 className="figure-label">{label}</h2>
        <div className="figure-big">{value}</div>
        <div className="soft small num">{note}</div>
        <div className="tile-drawn">{drawn}</div>
      </div>
    </Card>
  )
}
