import type { Change } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatMs } from '../format/number.ts'
import { Badge, EmptyState, ErrorState, Pager, Skeleton, Table, usePaging } from '../kit/index.ts'
import { PersonOf } from '../people/PersonOf.tsx'
import { causeWords } from './causeWords.ts'

/** Who came and went, and why, the newest first. */
export function ChangesTable({ id }: { readonly id: string }) {
  const paging = usePaging()
  const time = useTimeFormat()
  const query = useQuery(
    queries.changes(useClient(), {
      ...{ audience: id, limit: 25 },
      ...(paging.after !== undefined && { after: paging.after }),
    }),
  )
  if (query.error !== null) return <ErrorState error={query.error} />
  if (query.data === undefined) return <Skeleton lines={8} />
  if (query.data.changes.length === 0) {
    return (
      <EmptyState title="Nobody came or went yet">
        Changes appear here as they happen, with what caused them.
      </EmptyState>
    )
  }
  return (
    <div className="card">
      <Table<Change>
        label="Changes"
        rows={query.data.changes}
        keyOf={({ cursor }) => cursor}
        columns={[
          {
            ...{ id: 'what', head: 'What' },
            cell: ({ entered }) =>
              entered ? <Badge tone="good">Came</Badge> : <Badge tone="danger">Left</Badge>,
          },
          { id: 'who', head: 'Person', cell: ({ profile }) => <PersonOf profile={profile} /> },
          { id: 'why', head: 'Because', cell: (change) => causeWords(change) },
          {
            ...{ id: 'at', head: 'From', isExtra: true },
            cell: ({ at }) => <span className="num soft">{time.second(at)}</span>,
          },
          {
            ...{ id: 'late', head: 'Known after', isNumber: true, isExtra: true },
            cell: ({ lateMs }) => formatMs(lateMs),
          },
        ]}
      />
      <Pager paging={paging} next={query.data.next} />
    </div>
  )
}
