import type { Audience } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { formatCount, formatPart } from '../format/number.ts'
import { Card, EmptyState, ErrorState, Skeleton, Table } from '../kit/index.ts'
import { overlapRows } from './overlapRows.ts'
import type { OverlapRow } from './overlapRows.ts'
import './report.css'

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

/** An upset chart: for each combination of sets how many people are in exactly these, and which they are. */
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
  if (data === undefined) return <Skeleton lines={6} />
  const most = Math.max(1, ...data.combinations.map(({ people }) => people))
  return (
    <Card
      title="In exactly these"
      aside={<span className="muted small num">{formatCount(data.peopleInAll)} people in any</span>}
    >
      <div className="table-scroll" role="region" aria-label="Combinations" tabIndex={0}>
        <table className="upset">
          <thead>
            <tr>
              {data.sets.map(({ name }) => (
                <th key={name} scope="col">
                  <span>{name}</span>
                </th>
              ))}
              <th scope="col" className="upset-people">
                People
              </th>
            </tr>
          </thead>
          <tbody>
            {data.combinations.map((combination) => (
              <tr key={combination.sets.join(' ')}>
                {data.sets.map(({ name }, index) => (
                  <td key={name} className="upset-dot">
                    <Dot isIn={combination.sets.includes(index)} />
                  </td>
                ))}
                <td className="upset-people">
                  <span className="num">{formatCount(combination.people)}</span>
                  <span
                    className="upset-bar"
                    aria-hidden
                    style={{ width: `${(combination.people / most) * 70}%` }}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {data.combinationsInAll > data.combinations.length && (
        <p className="muted small">
          The {formatCount(data.combinations.length)} largest of{' '}
          {formatCount(data.combinationsInAll)} combinations.
        </p>
      )}
    </Card>
  )
}

function Dot({ isIn }: { readonly isIn: boolean }) {
  return (
    <>
      <span className="dot" data-in={isIn} aria-hidden />
      <span className="hidden-text">{isIn ? 'in' : 'not in'}</span>
    </>
  )
}
