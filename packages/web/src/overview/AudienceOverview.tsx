import type { Audience } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { UsersRound } from 'lucide-react'
import { StateBadge } from '../audiences/StateBadge.tsx'
import { Trend } from '../audiences/Trend.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useLive } from '../data/useLive.ts'
import { useMay } from '../data/useMay.ts'
import { useNow } from '../data/useNow.ts'
import { formatCount } from '../format/number.ts'
import { formatAge } from '../format/time.ts'
import { Card, EmptyState, ErrorState, Skeleton, Table } from '../kit/index.ts'
import '../audiences/audiences.css'

/** The live audiences, the largest first, with how they moved. */
export function AudienceOverview() {
  const { data, error } = useQuery(queries.audiences(useClient()))
  const { latest } = useLive()
  const now = useNow()
  const mayWrite = useMay('audiences.write')
  const live = (data ?? [])
    .filter(({ state }) => state === 'live')
    .sort((a, b) => (b.size ?? -1) - (a.size ?? -1))
  return (
    <Card title="Audiences" flush aside={<Link to="/audiences">All audiences</Link>}>
      {error !== null ? (
        <ErrorState error={error} />
      ) : data === undefined ? (
        <div className="card-body">
          <Skeleton lines={8} />
        </div>
      ) : live.length === 0 ? (
        <EmptyState
          icon={<UsersRound size={20} aria-hidden />}
          title="No audience is live yet"
          action={mayWrite && <Link to="/audiences/new">Build the first one</Link>}
        >
          An audience that is live follows every event within a second.
        </EmptyState>
      ) : (
        <Table<Audience>
          label="Live audiences"
          rows={live}
          keyOf={({ id }) => id}
          columns={[
            {
              ...{ id: 'name', head: 'Audience' },
              cell: ({ id, name }) => (
                <Link to="/audiences/$id" params={{ id }} className="audience-name">
                  {name}
                </Link>
              ),
            },
            {
              ...{ id: 'size', head: 'People', isNumber: true },
              cell: ({ size }) => (size === null ? '–' : formatCount(size)),
            },
            {
              ...{ id: 'trend', head: 'Last day' },
              cell: ({ id, name }) => <Trend id={id} name={name} />,
            },
            {
              ...{ id: 'changed', head: 'Last change', isExtra: true, isNumber: true },
              cell: (audience) => {
                const last = latest.find((change) => change.audience === audience.id)
                const at = last?.recordedAt ?? audience.lastChangeAt
                if (at !== null) {
                  return <span className="soft">{formatAge(Math.min(at, now), now)}</span>
                }
                return audience.progress.state === 'done' ? (
                  <span className="muted">–</span>
                ) : (
                  <StateBadge audience={audience} />
                )
              },
            },
          ]}
        />
      )}
    </Card>
  )
}
