import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { formatCount, formatNumber, formatPart } from '../format/number.ts'
import { Card, EmptyState, ErrorState, Skeleton, Table } from '../kit/index.ts'
import { Person } from '../people/Person.tsx'
import '../audiences/audiences.css'
import '../people/people.css'

/** Profiles with so many identifiers of a kind are worth a look: a shared device, a shop's own address, a test account. */
const MANY = 4

const known = { trait: 'profile.isKnown', is: { equals: true } }

/** How well messages find their people: how many are known, by what, and whose profiles have grown large. */
export function IdentityPage() {
  const client = useClient()
  const catalogue = useQuery(queries.catalogue(client))
  const knownPeople = useQuery({
    queryKey: ['known'],
    queryFn: ({ signal }) => client.audiences.preview(known, { sample: 0 }, signal),
  })
  const kinds = [...(catalogue.data?.identifierKinds ?? [])].sort((a, b) => b.count - a.count)
  const names = kinds.map(({ kind }) => kind)
  const reach = useQuery({
    queryKey: ['reach', names],
    queryFn: ({ signal }) =>
      Promise.all(
        names.map((identifier) => client.audiences.preview({ identifier }, { sample: 0 }, signal)),
      ),
    enabled: names.length > 0,
  })
  const large = useQuery({
    queryKey: ['large', names],
    queryFn: ({ signal }) => {
      const any = names.map((identifier) => ({ identifier, is: { atLeast: MANY } }))
      return client.audiences.preview({ any }, { sample: 20 }, signal)
    },
    enabled: names.length > 0,
  })
  const error = catalogue.error ?? knownPeople.error ?? reach.error ?? large.error
  const all = knownPeople.data?.profiles ?? 0
  const rows = kinds.map(({ kind, count }, index) => ({
    ...{ kind, count },
    people: reach.data?.[index]?.size ?? 0,
  }))

  return (
    <Page
      title="Identity health"
      intro="Whether messages find their people: who is known, by what, and which profiles look like more than one person."
    >
      {error !== null && <ErrorState error={error} />}
      <Card>
        <div className="figures">
          <Figure label="Profiles" value={formatCount(all)} />
          <Figure
            label="Known by user id, email or phone"
            value={formatPart(knownPeople.data?.size ?? 0, all)}
            note={`${formatCount(knownPeople.data?.size ?? 0)} profiles`}
          />
          <Figure
            label="Identifiers for each profile"
            value={formatNumber(
              all === 0 ? 0 : kinds.reduce((sum, { count }) => sum + count, 0) / all,
            )}
            note="on average"
          />
          <Figure
            label={`With ${MANY} or more of one kind`}
            value={formatCount(large.data?.size ?? 0)}
            note={formatPart(large.data?.size ?? 0, all)}
          />
        </div>
      </Card>
      <div className="columns even">
        <Card title="By what people are known" flush>
          {catalogue.data === undefined ? (
            <div className="card-body">
              <Skeleton lines={5} />
            </div>
          ) : rows.length === 0 ? (
            <EmptyState title="No identifier has been seen">
              Send messages with a <code>userId</code> or an <code>anonymousId</code>.
            </EmptyState>
          ) : (
            <Table
              label="Kinds of identifier"
              rows={rows}
              keyOf={({ kind }) => kind}
              columns={[
                {
                  ...{ id: 'kind', head: 'Kind' },
                  cell: ({ kind }) => kind.replaceAll('_', ' '),
                },
                {
                  ...{ id: 'count', head: 'Identifiers', isNumber: true },
                  cell: ({ count }) => formatCount(count),
                },
                {
                  ...{ id: 'people', head: 'People', isNumber: true },
                  cell: ({ people }) => formatCount(people),
                },
                {
                  ...{ id: 'part', head: 'Of all', isNumber: true },
                  cell: ({ people }) => formatPart(people, all),
                },
              ]}
            />
          )}
        </Card>
        <Card title="Profiles that look like several people" flush>
          {large.data === undefined ? (
            <div className="card-body">
              <Skeleton lines={5} />
            </div>
          ) : large.data.sample.length === 0 ? (
            <EmptyState title="None">
              No profile has {MANY} or more identifiers of one kind.
            </EmptyState>
          ) : (
            <ul className="people-grid">
              {large.data.sample.map((person) => (
                <li key={person.profile}>
                  <Person person={person} />
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
      <p className="muted small">
        A profile that is two people can be taken apart on its page, under Identity. Find it under{' '}
        <Link to="/people">People</Link>.
      </p>
    </Page>
  )
}

function Figure({
  label,
  value,
  note,
}: {
  readonly label: string
  readonly value: string
  readonly note?: string
}) {
  return (
    <div className="figure">
      <span className="figure-label">{label}</span>
      <span className="figure-big">{value}</span>
      {note !== undefined && <span className="muted small num">{note}</span>}
    </div>
  )
}
