import type { ComputedTrait } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { FunctionSquare, Plus } from 'lucide-react'
import { useState } from 'react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useMay } from '../data/useMay.ts'
import { useNow } from '../data/useNow.ts'
import { formatAge } from '../format/time.ts'
import {
  Badge,
  Button,
  EmptyState,
  ErrorState,
  SearchField,
  Segments,
  Skeleton,
  Table,
} from '../kit/index.ts'
import { UsedBy } from './UsedBy.tsx'
import './traits.css'

type Shown = 'all' | ComputedTrait['source']

/** The computed traits: those that somebody has defined here, and those that every workspace has. */
export function TraitsPage() {
  const { data, error, refetch } = useQuery(queries.traits(useClient()))
  const navigate = useNavigate()
  const mayWrite = useMay('audiences.write')
  const [sought, setSought] = useState('')
  const [shown, setShown] = useState<Shown>('all')
  const words = sought.trim().toLowerCase()
  const found = data
    ?.filter(
      ({ name, description, sentence, source }) =>
        (shown === 'all' || source === shown) &&
        [name, description, sentence].some((text) => text.toLowerCase().includes(words)),
    )
    .toSorted((a, b) => a.source.localeCompare(b.source))
  const define = (
    <Button look="primary" onPress={() => void navigate({ to: '/traits/new' })}>
      <Plus size={15} aria-hidden />
      New trait
    </Button>
  )
  return (
    <Page
      title="Traits"
      intro="What is computed for everybody from what they did, and stays true by itself. Conditions use it like a trait that was sent."
      actions={mayWrite && define}
    >
      <div className="row">
        <div className="search-box">
          <SearchField
            label="Search traits"
            placeholder="Search names and sentences"
            value={sought}
            onChange={setSought}
          />
        </div>
        <Segments<Shown>
          label="Which traits"
          value={shown}
          options={[
            { id: 'all', text: 'All' },
            { id: 'own', text: 'Own' },
            { id: 'standard', text: 'Standard' },
          ]}
          onChange={setShown}
        />
      </div>
      <div className="card">
        {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {found === undefined && error === null && <Skeleton lines={8} />}
        {found?.length === 0 && (
          <EmptyState
            icon={<FunctionSquare size={20} aria-hidden />}
            title={words === '' ? 'No trait of your own yet' : 'No trait is about that'}
            action={words === '' && mayWrite ? define : undefined}
          >
            {words === ''
              ? 'Define what you want to know of everybody: how often they order, how long ago, what they like most.'
              : 'Look for another word, or show all of them.'}
          </EmptyState>
        )}
        {found !== undefined && found.length > 0 && <Traits traits={found} />}
      </div>
    </Page>
  )
}

function Traits({ traits }: { readonly traits: readonly ComputedTrait[] }) {
  const now = useNow(60_000)
  return (
    <Table<ComputedTrait>
      label="Traits"
      rows={traits}
      keyOf={({ name }) => name}
      columns={[
        {
          ...{ id: 'trait', head: 'Trait' },
          cell: ({ name, source, description, sentence }) => (
            <div className="trait-cell">
              <div className="row tight">
                <Link to="/traits/$name" params={{ name }} className="trait-name">
                  {name}
                </Link>
                {source === 'standard' && <Badge>standard</Badge>}
              </div>
              <div className="soft small trait-sentence">{sentence}</div>
              {description !== '' && <div className="muted small wrap">{description}</div>}
            </div>
          ),
        },
        {
          ...{ id: 'used', head: 'Used by', isExtra: true },
          cell: (trait) => <UsedBy trait={trait} most={2} />,
        },
        {
          ...{ id: 'edited', head: 'Edited', isNumber: true, isExtra: true },
          cell: ({ edited }) =>
            edited === null ? (
              <span className="muted small">by settings</span>
            ) : (
              <span className="soft small">{formatAge(edited.updatedAt, now)}</span>
            ),
        },
      ]}
    />
  )
}
