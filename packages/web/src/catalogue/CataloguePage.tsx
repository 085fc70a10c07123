import type { Catalogue } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { BookOpen, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useNow } from '../data/useNow.ts'
import { formatCount } from '../format/number.ts'
import { formatAge } from '../format/time.ts'
import {
  Card,
  Dialog,
  EmptyState,
  ErrorState,
  SearchField,
  Skeleton,
  Table,
  Tabs,
} from '../kit/index.ts'
import { PathTable } from './PathTable.tsx'
import { eventWarnings, pathWarnings } from './warnings.ts'
import './catalogue.css'

type Event = Catalogue['events'][number]

/** Everything that has been sent, with its types, and what looks wrong with it. */
export function CataloguePage() {
  const { data, error, refetch } = useQuery({
    ...queries.catalogue(useClient()),
    refetchInterval: 15_000,
  })
  return (
    <Page
      title="Catalogue"
      intro="What your sources send: events and their properties, traits, and how sound they are."
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={10} />
      ) : (
        <Contents catalogue={data} />
      )}
    </Page>
  )
}

function Contents({ catalogue }: { readonly catalogue: Catalogue }) {
  const [sought, setSought] = useState('')
  const has = (text: string) => text.toLowerCase().includes(sought.trim().toLowerCase())
  const paths = (seen: Catalogue['traits'], label: string) => (
    <div className="card">
      <PathTable label={label} seen={seen.filter(({ path }) => has(path))} />
    </div>
  )
  return (
    <>
      <div className="search-box">
        <SearchField
          label="Search the catalogue"
          placeholder="Search names"
          value={sought}
          onChange={setSought}
        />
      </div>
      <Tabs
        label="Parts of the catalogue"
        pages={[
          {
            ...{ id: 'events', text: 'Events', note: formatCount(catalogue.events.length) },
            page: <Events events={catalogue.events.filter(({ name }) => has(name))} />,
          },
          {
            ...{ id: 'traits', text: 'Traits', note: formatCount(catalogue.traits.length) },
            page: paths(catalogue.traits, 'Traits'),
          },
          {
            ...{ id: 'accounts', text: 'Traits of accounts' },
            note: formatCount(catalogue.accountTraits.length),
            page: paths(catalogue.accountTraits, 'Traits of accounts'),
          },
          {
            ...{ id: 'kinds', text: 'Identifiers' },
            page: <Kinds kinds={catalogue.identifierKinds} />,
          },
        ]}
      />
    </>
  )
}

function Events({ events }: { readonly events: readonly Event[] }) {
  const now = useNow(15_000)
  const [asked, setAsked] = useState<string>()
  const most = Math.max(1, ...events.map(({ count }) => count))
  const shown = events.find(({ name }) => name === asked)
  if (events.length === 0) {
    return (
      <EmptyState icon={<BookOpen size={20} aria-hidden />} title="No such event has been seen">
        Send events with the write key, and they appear here with everything that they carry.
      </EmptyState>
    )
  }
  return (
    <Card flush>
      <Table<Event>
        label="Events"
        rows={[...events].sort((a, b) => b.count - a.count)}
        keyOf={({ name }) => name}
        columns={[
          {
            ...{ id: 'name', head: 'Event' },
            cell: ({ name }) => (
              <button
                type="button"
                className="link-plain audience-name"
                onClick={() => {
                  setAsked(name)
                }}
              >
                {name}
              </button>
            ),
          },
          {
            ...{ id: 'count', head: 'Volume', isNumber: true },
            cell: ({ count }) => formatCount(count),
          },
          {
            ...{ id: 'bar', head: '', isExtra: true },
            cell: ({ count }) => (
              <span className="bar" aria-hidden style={{ width: `${(count / most) * 100}%` }} />
            ),
          },
          {
            ...{ id: 'properties', head: 'Properties', isNumber: true, isExtra: true },
            cell: ({ properties }) => formatCount(properties.length),
          },
          {
            ...{ id: 'first', head: 'First seen', isNumber: true, isExtra: true },
            cell: ({ firstSeenAt }) => formatAge(firstSeenAt, now),
          },
          {
            ...{ id: 'last', head: 'Last seen', isNumber: true },
            cell: ({ lastSeenAt }) => formatAge(lastSeenAt, now),
          },
          {
            ...{ id: 'warnings', head: 'Warnings', isExtra: true },
            cell: (event) => <EventWarnings event={event} now={now} />,
          },
        ]}
      />
      <Dialog
        title={asked ?? ''}
        large
        isOpen={shown !== undefined}
        onClose={() => {
          setAsked(undefined)
        }}
      >
        {shown !== undefined && (
          <>
            <p className="soft num">
              {formatCount(shown.count)} events, the last {formatAge(shown.lastSeenAt, now)}
            </p>
            <PathTable label={`Properties of ${shown.name}`} seen={shown.properties} />
          </>
        )}
      </Dialog>
    </Card>
  )
}

function EventWarnings({ event, now }: { readonly event: Event; readonly now: number }) {
  const mixed = event.properties.filter((seen) => pathWarnings(seen, now).length > 0).length
  const words = [
    ...eventWarnings(event, now),
    ...(mixed > 0 ? [`${mixed} ${mixed === 1 ? 'property' : 'properties'} to look at`] : []),
  ]
  if (words.length === 0) return <span className="muted">–</span>
  return (
    <span className="warning small">
      <TriangleAlert size={13} aria-hidden />
      {words.join(' ')}
    </span>
  )
}

function Kinds({ kinds }: { readonly kinds: Catalogue['identifierKinds'] }) {
  return (
    <Card flush>
      <Table
        label="Kinds of identifier"
        rows={[...kinds].sort((a, b) => b.count - a.count)}
        keyOf={({ kind }) => kind}
        columns={[
          { id: 'kind', head: 'Kind', cell: ({ kind }) => <code>{kind}</code> },
          {
            ...{ id: 'count', head: 'Identifiers', isNumber: true },
            cell: ({ count }) => formatCount(count),
          },
        ]}
      />
    </Card>
  )
}
