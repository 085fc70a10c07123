import type { Catalogue } from '@muster/client'
import { TriangleAlert } from 'lucide-react'
import { useNow } from '../data/useNow.ts'
import { formatCount, formatPart } from '../format/number.ts'
import { shortJson } from '../format/json.ts'
import { formatAge } from '../format/time.ts'
import { Badge, EmptyState, Table } from '../kit/index.ts'
import { pathWarnings } from './warnings.ts'

type Seen = Catalogue['traits'][number]

/** Paths with what has been seen there. */
export function PathTable({
  label,
  seen,
}: {
  readonly label: string
  readonly seen: readonly Seen[]
}) {
  const now = useNow(15_000)
  if (seen.length === 0) return <EmptyState title="Nothing has been seen here" />
  return (
    <Table<Seen>
      label={label}
      rows={seen}
      keyOf={({ path }) => path}
      columns={[
        { id: 'path', head: 'Path', cell: ({ path }) => <code>{path}</code> },
        { id: 'types', head: 'Seen as', cell: ({ types }) => <Types types={types} /> },
        {
          ...{ id: 'samples', head: 'Such as', isExtra: true },
          cell: ({ samples }) => (
            <span className="soft small wrap">
              {samples
                .slice(0, 4)
                .map((value) => shortJson(value, 26))
                .join(' · ')}
            </span>
          ),
        },
        {
          ...{ id: 'last', head: 'Last seen', isNumber: true, isExtra: true },
          cell: ({ lastSeenAt }) => formatAge(lastSeenAt, now),
        },
        {
          ...{ id: 'warnings', head: 'Warnings', isExtra: true },
          cell: (each) => {
            const warnings = pathWarnings(each, now)
            if (warnings.length === 0) return <span className="muted">–</span>
            return (
              <span className="warning small">
                <TriangleAlert size={13} aria-hidden />
                {warnings.join(' ')}
              </span>
            )
          },
        },
      ]}
    />
  )
}

function Types({ types }: Pick<Seen, 'types'>) {
  const all = types.reduce((sum, { count }) => sum + count, 0)
  return (
    <span className="row tight">
      {types.map(({ type, count }) => (
        <Badge key={type}>
          {type}{' '}
          <span className="num">
            {types.length > 1 ? formatPart(count, all) : formatCount(count)}
          </span>
        </Badge>
      ))}
    </span>
  )
}
