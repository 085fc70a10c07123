import type { ProfileSummary } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { shortJson } from '../format/json.ts'
import {
  EmptyState,
  ErrorState,
  Pager,
  SearchField,
  Skeleton,
  Table,
  usePaging,
} from '../kit/index.ts'
import type { Column } from '../kit/index.ts'
import { Person } from '../people/Person.tsx'
import '../people/people.css'

const PAGE = 50

const columns: readonly Column<ProfileSummary>[] = [
  { id: 'person', head: 'Person', cell: (person) => <Person person={person} /> },
  {
    ...{ id: 'identifiers', head: 'Identifiers', isExtra: true },
    cell: ({ identifiers }) => (
      <span className="soft small">
        {[...new Set(identifiers.map(({ kind }) => kind.replaceAll('_', ' ')))].join(', ')}
      </span>
    ),
  },
  {
    ...{ id: 'traits', head: 'Traits', isExtra: true },
    cell: ({ traits }) => (
      <div className="muted small clamp" style={{ maxWidth: 440 }}>
        {Object.entries(traits)
          .filter(([name]) => !/name|email|phone/i.test(name))
          .slice(0, 6)
          .map(([name, value]) => `${name}: ${shortJson(value, 24)}`)
          .join(' · ')}
      </div>
    ),
  },
]

/** Who is in an audience now, page by page; the search looks at the page and for one identifier in all. */
export function MembersTable({ id }: { readonly id: string }) {
  const paging = usePaging()
  const [sought, setSought] = useState('')
  const query = useQuery(queries.members(useClient(), id, paging.after, PAGE))
  if (query.error !== null) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  }
  if (query.data === undefined) return <Skeleton lines={8} />
  const words = sought.trim().toLowerCase()
  const found = query.data.members.filter(({ identifiers, traits }) =>
    [...identifiers.map(({ value }) => value), JSON.stringify(Object.values(traits), textOfBigint)]
      .join(' ')
      .toLowerCase()
      .includes(words),
  )
  return (
    <div className="stack">
      <div className="search-box">
        <SearchField
          label="Search this page"
          placeholder="Search among those on this page"
          value={sought}
          onChange={setSought}
        />
      </div>
      <div className="card">
        {found.length === 0 ? (
          <EmptyState title={words === '' ? 'Nobody is in it now' : 'Nobody on this page fits'}>
            {words === ''
              ? 'Whoever fulfils the definition appears here within a second.'
              : 'To find one person in all, search for an identifier under People.'}
          </EmptyState>
        ) : (
          <Table label="Members" columns={columns} rows={found} keyOf={({ profile }) => profile} />
        )}
        <Pager paging={paging} next={query.data.next} />
      </div>
    </div>
  )
}

function textOfBigint(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
