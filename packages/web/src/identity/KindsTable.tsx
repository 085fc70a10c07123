import { useQuery } from '@tanstack/react-query'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { formatCount, formatPart } from '../format/number.ts'
import { Card, EmptyState, ErrorState, Skeleton, Table } from '../kit/index.ts'

/** The kinds of identifier, with how many there are and how many people have one. */
export function KindsTable({ profiles }: { readonly profiles: number }) {
  const client = useClient()
  const catalogue = useQuery(queries.catalogue(client))
  const kinds = [...(catalogue.data?.identifierKinds ?? [])].sort((a, b) => b.count - a.count)
  const names = kinds.map(({ kind }) => kind)
  const reach = useQuery({
    queryKey: ['reach', names],
    queryFn: ({ signal }) =>
      Promise.all(
        names.map((identifier) => client.audiences.preview({ identifier }, { sample: 0 }, signal)),
      ),
    enabled: names.length > 0,
    staleTime: 60_000,
  })
  const error = catalogue.error ?? reach.error
  const rows = kinds.map(({ kind, count }, index) => ({
    ...{ kind, count, people: reach.data?.[index]?.size },
  }))
  return (
    <Card title="By what people are known" flush>
      {error !== null ? (
        <ErrorState error={error} />
      ) : catalogue.data === undefined ? (
        <div className="card-body">
          <Skeleton lines={5} />
        </div>
      ) : rows.length === 0 ? (
        <EmptyState title="No identifier has been seen">
          Send messages with a <code>userId</code> or an <code>anonymousId</code>.
        </EmptyState>
      ) : (
        <Table<(typeof rows)[number]>
          label="Kinds of identifier"
          rows={rows}
          keyOf={({ kind }) => kind}
          columns={[
            { id: 'kind', head: 'Kind', cell: ({ kind }) => kind.replaceAll('_', ' ') },
            {
              ...{ id: 'count', head: 'Identifiers', isNumber: true },
              cell: ({ count }) => formatCount(count),
            },
            {
              ...{ id: 'people', head: 'People', isNumber: true },
              cell: ({ people }) => (people === undefined ? '–' : formatCount(people)),
            },
            {
              ...{ id: 'part', head: 'Of all', isNumber: true },
              cell: ({ people }) => (people === undefined ? '–' : formatPart(people, profiles)),
            },
          ]}
        />
      )}
    </Card>
  )
}
