import type { Audience } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Plus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useLive } from '../data/useLive.ts'
import { useMay } from '../data/useMay.ts'
import { useNow } from '../data/useNow.ts'
import { formatCount } from '../format/number.ts'
import { formatAge } from '../format/time.ts'
import {
  Badge,
  Button,
  Card,
  EmptyState,
  ErrorState,
  SearchField,
  Segments,
  Skeleton,
  Table,
} from '../kit/index.ts'
import type { Column } from '../kit/index.ts'
import { arranged, tagsOf } from './library.ts'
import type { LibraryView, SortKey } from './library.ts'
import { StateBadge } from './StateBadge.tsx'
import { Trend } from './Trend.tsx'
import './audiences.css'

const shown = [
  { id: 'current', text: 'Current' },
  { id: 'live', text: 'Live' },
  { id: 'draft', text: 'Drafts' },
  { id: 'archived', text: 'Archived' },
] as const

/** All audiences, with the ways to find one. */
export function LibraryPage() {
  const { data, error, refetch } = useQuery(queries.audiences(useClient()))
  const mayWrite = useMay('audiences.write')
  const navigate = useNavigate()
  // Sizes follow the feed while the page is open.
  useLive()
  const [view, setView] = useState<LibraryView>({
    ...{ sought: '', shown: 'current', tag: undefined, sort: 'size', direction: 'down' },
  })
  const build = () => void navigate({ to: '/audiences/new' })
  const change = (to: Partial<LibraryView>) => {
    setView({ ...view, ...to })
  }
  const found = arranged(data ?? [], view)
  const tags = tagsOf(data ?? [])

  return (
    <Page
      title="Audiences"
      actions={
        mayWrite && (
          <Button look="primary" onPress={build}>
            <Plus size={15} aria-hidden />
            New audience
          </Button>
        )
      }
    >
      <div className="row apart">
        <div className="search-box">
          <SearchField
            label="Search audiences"
            placeholder="Search names, sentences, tags"
            value={view.sought}
            onChange={(sought) => {
              change({ sought })
            }}
          />
        </div>
        <Segments
          label="State"
          value={view.shown}
          options={shown}
          onChange={(id) => {
            change({ shown: id })
          }}
        />
      </div>
      {tags.length > 0 && (
        <div className="row tight" role="group" aria-label="Tags">
          {tags.map((tag) => (
            <button
              key={tag}
              type="button"
              className="chip"
              aria-pressed={view.tag === tag}
              onClick={() => {
                change({ tag: view.tag === tag ? undefined : tag })
              }}
            >
              {tag}
            </button>
          ))}
        </div>
      )}
      <Card flush>
        {error !== null ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <div className="card-body">
            <Skeleton lines={8} />
          </div>
        ) : found.length > 0 ? (
          <AudienceTable audiences={found} view={view} onChange={change} />
        ) : (
          <EmptyState
            icon={<UsersRound size={20} aria-hidden />}
            title={data.length === 0 ? 'There is no audience yet' : 'Nothing fits'}
            action={mayWrite && data.length === 0 && <Button onPress={build}>Build one</Button>}
          >
            {data.length === 0
              ? 'Build the first one by clicking: its exact size shows while you do.'
              : 'Search for something else, or look at another state.'}
          </EmptyState>
        )}
      </Card>
    </Page>
  )
}

function AudienceTable({
  audiences,
  view,
  onChange,
}: {
  readonly audiences: readonly Audience[]
  readonly view: LibraryView
  readonly onChange: (to: Partial<LibraryView>) => void
}) {
  const now = useNow()
  const sortable = (sort: SortKey) => ({
    sorted: view.sort === sort ? view.direction : undefined,
    onSort: () => {
      const turned = view.direction === 'up' ? 'down' : 'up'
      onChange({ sort, direction: view.sort === sort ? turned : sort === 'name' ? 'up' : 'down' })
    },
  })
  const columns: readonly Column<Audience>[] = [
    {
      ...{ id: 'name', head: 'Audience', ...sortable('name') },
      cell: ({ id, name, sentence, tags }) => (
        <div className="audience-cell">
          <div className="row tight">
            <Link to="/audiences/$id" params={{ id }} className="audience-name">
              {name}
            </Link>
            {tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </div>
          <div className="muted small clamp">{sentence}</div>
        </div>
      ),
    },
    {
      ...{ id: 'size', head: 'People', isNumber: true, ...sortable('size') },
      cell: ({ size }) => (size === null ? '–' : formatCount(size)),
    },
    {
      ...{ id: 'trend', head: 'Last day', isExtra: true },
      cell: ({ id, name, state }) =>
        state === 'live' ? <Trend id={id} name={name} /> : <span className="muted">–</span>,
    },
    {
      ...{ id: 'state', head: 'State', isExtra: true },
      cell: (audience) => <StateBadge audience={audience} />,
    },
    {
      ...{ id: 'updated', head: 'Edited', isNumber: true, isExtra: true, ...sortable('updated') },
      cell: ({ updatedAt }) => <span className="soft">{formatAge(updatedAt, now)}</span>,
    },
  ]
  return <Table label="Audiences" columns={columns} rows={audiences} keyOf={({ id }) => id} />
}
