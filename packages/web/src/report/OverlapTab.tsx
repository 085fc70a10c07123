import type { Audience } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { formatCount, formatPart } from '../format/number.ts'
import { Card, EmptyState, ErrorState, Skeleton, Table } from '../kit/index.ts'
import { overlapRows } from './overlapRows.ts'
import type { OverlapRow } from './overlapRows.ts'
import { UpsetChart } from './UpsetChart.tsx'

/** The API counts at most so many sets at once, this one among them. */
const MOST_OTHERS = 59
const DRAWN = 5

/** With which other audiences this one shares people, and in which combinations. */
export function OverlapTab({ audience }: { readonly audience: Audience }) {
  const client = useClient()
  const all = useQuery(queries.audiences(client)).data
  const others = (all ?? [])
    .filter(({ id, state }) => state === 'live' && id !== audience.id)
    .slice(0, MOST_OTHERS)
    .map(({ id }) => id)
  const ids = [audience.id, ...others]
  const { data, error, refetch } = useQuery({
    queryKey: ['overlap', ids],
    queryFn: ({ signal }) =>
      client.analysis.overlap(
        ids.map((id) => ({ audience: id })),
        { combinations: 1 },
        signal,
      ),
    enabled: others.length > 0,
    staleTime: 30_000,
  })
  if (all !== undefined && others.length === 0) {
    return (
      <EmptyState title="There is nothing to compare with">
        As soon as another audience is live, the people in both show here.
      </EmptyState>
    )
  }
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton lines={8} />
  const rows = overlapRows(data)
  const largest = rows.slice(0, DRAWN).flatMap(({ id }) => (id === null ? [] : [id]))
  return (
    <div className="stack wide">
      <Card title="Shared with" flush>
        {rows.length === 0 ? (
          <EmptyState title="Nobody is in another audience" />
        ) : (
          <Table<OverlapRow>
            label="Overlap"
            rows={rows}
            keyOf={({ id, name }) => id ?? name}
            columns={[
              {
                ...{ id: 'name', head: 'Audience' },
                cell: ({ id, name }) =>
                  id === null ? (
                    name
                  ) : (
                    <Link to="/audiences/$id" params={{ id }} className="audience-name">
                      {name}
                    </Link>
                  ),
              },
              {
                id: 'both',
                head: 'In both',
                isNumber: true,
                cell: ({ both }) => formatCount(both),
              },
              {
                ...{ id: 'ofThis', head: 'Of this one', isNumber: true },
                cell: ({ ofThis }) => formatPart(ofThis, 1),
              },
              {
                ...{ id: 'ofThat', head: 'Of that one', isNumber: true, isExtra: true },
                cell: ({ ofThat }) => formatPart(ofThat, 1),
              },
            ]}
          />
        )}
      </Card>
      {largest.length > 0 && <Combinations ids={[audience.id, ...largest]} />}
    </div>
  )
}

function Combinations({ ids }: { readonly ids: readonly string[] }) {
  const client = useClient()
  const { data } = useQuery({
    queryKey: ['overlap', 'combinations', ids],
    queryFn: ({ signal }) =>
      client.analysis.overlap(
        ids.map((id) => ({ audience: id })),
        { combinations: 16 },
        signal,
      ),
    staleTime: 30_000,
  })
  return data === undefined ? <Skeleton lines={6} /> : <UpsetChart overlap={data} />
}
