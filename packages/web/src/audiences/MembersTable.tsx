import type { ProfileSummary } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { shortJson } from '../format/json.ts'
import {
  Button,
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
import { traitsQuery } from './shownTraits.ts'
import { TraitsChooser } from './TraitsChooser.tsx'
import '../people/people.css'

const PAGE = 50

const about: readonly Column<ProfileSummary>[] = [
  { id: 'person', head: 'Person', cell: (person) => <Person person={person} /> },
  {
    ...{ id: 'identifiers', head: 'Identifiers', isExtra: true },
    cell: ({ identifiers }) => (
      <span className="soft small">
        {[...new Set(identifiers.map(({ kind }) => kind.replaceAll('_', ' ')))].join(', ')}
      </span>
    ),
  },
]

/** Of the traits that most people have, some. */
const usual: Column<ProfileSummary> = {
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
}

const chosen = (name: string): Column<ProfileSummary> => ({
  ...{ id: `trait ${name}`, head: name },
  cell: ({ traits: { [name]: value } }) =>
    value === undefined ? (
      <span className="muted">–</span>
    ) : (
      <span className="num wrap">{shortJson(value, 60)}</span>
    ),
})

/**
 * Who is in an audience now, page by page, or who of them has an identifier. A page begins behind the last person of the one before, so it holds while
 * people come and go.
 */
export function MembersTable({
  id,
  shown,
  onShow,
}: {
  readonly id: string
  /** The traits that were chosen; none for the usual ones. */
  readonly shown: readonly string[]
  readonly onShow: (names: readonly string[]) => void
}) {
  const paging = usePaging()
  const [typed, setTyped] = useState('')
  const [sought, setSought] = useState('')
  const { after } = paging
  const query = useQuery(
    queries.members(useClient(), id, {
      ...{ limit: PAGE, ...(after !== undefined && { after }) },
      ...(sought !== '' && { identifier: sought }),
      ...traitsQuery(shown),
    }),
  )
  const seek = (identifier: string) => {
    setSought(identifier)
    paging.restart()
  }
  if (query.error !== null) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  }
  if (query.data === undefined) return <Skeleton lines={8} />
  const { members, next } = query.data
  return (
    <div className="stack">
      <div className="row apart">
        <form
          className="row grow"
          role="search"
          onSubmit={(event) => {
            event.preventDefault()
            seek(typed.trim())
          }}
        >
          <div className="grow search-box">
            <SearchField
              label="Search all members"
              placeholder="Email, phone, user id, device or profile id, in all members"
              value={typed}
              onChange={(value) => {
                setTyped(value)
                if (value === '') seek('')
              }}
            />
          </div>
          <Button type="submit" isDisabled={typed.trim() === ''}>
            Find
          </Button>
        </form>
        <TraitsChooser value={shown} onChange={onShow} />
      </div>
      <div className="card">
        {members.length > 0 ? (
          <Table
            label="Members"
            columns={[...about, ...(shown.length === 0 ? [usual] : shown.map(chosen))]}
            rows={members}
            keyOf={({ profile }) => profile}
          />
        ) : sought === '' ? (
          <EmptyState title="Nobody is in it now">
            Whoever fulfils the definition appears here within a second.
          </EmptyState>
        ) : (
          <EmptyState title="No member has it">
            Identifiers are compared whole: a part of an address finds nobody. Whether somebody else
            has “{sought}” stands under People.
          </EmptyState>
        )}
        <Pager paging={paging} next={next} />
      </div>
    </div>
  )
}
