import type { Calibration, CalibrationDrift } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useMay } from '../data/useMay.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatCount, formatNumber, formatPart } from '../format/number.ts'
import { Badge, Card, ErrorState, Skeleton } from '../kit/index.ts'

type Reading = CalibrationDrift['stability']['recency']['reading']

const tones = { stable: 'good', moderate: 'warn', large: 'danger' } as const
const advice: Readonly<Record<Reading, string>> = {
  stable: 'The customers are as they were. Nothing is to be done.',
  moderate: 'The customers have moved somewhat. Look at who would be called otherwise.',
  large: 'These are other customers than before. Compare no segment across the two, and look why.',
}
const dimensions = ['recency', 'frequency', 'monetary'] as const
const order: readonly Reading[] = ['stable', 'moderate', 'large']
const MOST_MOVES = 6

/** How far the customers moved away from the thresholds before the last. */
export function DriftCard({ calibration: { id } }: { readonly calibration: Calibration }) {
  const client = useClient()
  const mayAnalyse = useMay('analysis.read')
  const calibrations = useQuery(queries.calibrations(client, id)).data
  const canTell = mayAnalyse && calibrations !== undefined && calibrations.length > 1
  const { data, error } = useQuery({ ...queries.drift(client, id), enabled: canTell })
  if (!mayAnalyse) return null
  return (
    <Card title="Drift">
      {calibrations !== undefined && !canTell ? (
        <p className="muted">
          Once the thresholds are learned a second time, it stands here how far the customers have
          moved since.
        </p>
      ) : error !== null ? (
        <ErrorState error={error} />
      ) : data === undefined ? (
        <Skeleton lines={4} />
      ) : (
        <Drift drift={data} />
      )}
    </Card>
  )
}

function Drift({ drift }: { readonly drift: CalibrationDrift }) {
  const time = useTimeFormat()
  const { stability, changed, moves, customers, older, newer } = drift
  const readings = dimensions.map((one) => stability[one].reading)
  const worst = order.findLast((reading) => readings.includes(reading)) ?? 'stable'
  return (
    <div className="stack">
      <p className="soft">{advice[worst]}</p>
      <table className="drift">
        <thead>
          <tr>
            <th scope="col">Score</th>
            <th scope="col">Stability index</th>
            <th scope="col">Would change</th>
          </tr>
        </thead>
        <tbody>
          {dimensions.map((one) => (
            <tr key={one}>
              <th scope="row">{one}</th>
              <td className="num">
                {formatNumber(stability[one].index)}{' '}
                <Badge tone={tones[stability[one].reading]}>{stability[one].reading}</Badge>
              </td>
              <td className="num">{formatPart(changed[one], 1)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">segment</th>
            <td />
            <td className="num">{formatPart(changed.segment, 1)}</td>
          </tr>
        </tbody>
      </table>
      {moves.length > 0 && (
        <ul className="stack tight small num">
          {moves.slice(0, MOST_MOVES).map(({ from, to, customers: count }) => (
            <li key={`${from} ${to}`}>
              {formatCount(count)} from {from} to {to}
            </li>
          ))}
          {moves.length > MOST_MOVES && (
            <li className="muted">and {moves.length - MOST_MOVES} more ways</li>
          )}
        </ul>
      )}
      <p className="muted small">
        {formatCount(customers)} customers, scored by the thresholds of {time.minute(older.at)} and
        by those of {time.minute(newer.at)}. An index below 0.1 is stable, from 0.25 on large.
      </p>
    </div>
  )
}
