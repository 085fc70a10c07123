import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { UserRound } from 'lucide-react'
import { useState } from 'react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { Button, Card, EmptyState, ErrorState, SearchField, Skeleton } from '../kit/index.ts'
import { Person } from './Person.tsx'
import { PersonOf } from './PersonOf.tsx'
import { searchPeople } from './search.ts'
import './people.css'

const STANDARD = ['email', 'user_id', 'phone', 'device_id', 'anonymous_id']
const LATELY = { event: '*', window: { last: '1d' } }

/** Finds somebody by any identifier. */
export function PeoplePage() {
  const client = useClient()
  const [typed, setTyped] = useState('')
  const [sought, setSought] = useState('')
  const catalogue = useQuery(queries.catalogue(client)).data
  const kinds = [
    ...new Set([...STANDARD, ...(catalogue?.identifierKinds ?? []).map(({ kind }) => kind)]),
  ]
  const search = useQuery({
    queryKey: ['search', sought, kinds],
    queryFn: () => searchPeople(client, sought, kinds),
    enabled: sought !== '',
  })
  const lately = useQuery({
    queryKey: ['lately'],
    queryFn: ({ signal }) => client.audiences.preview(LATELY, { sample: 12 }, signal),
    staleTime: 30_000,
  })

  return (
    <Page title="People" intro="One person is one profile, whatever they are known by.">
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault()
          setSought(typed.trim())
        }}
      >
        <div className="grow search-box">
          <SearchField
            label="Email, phone, user id, device or profile id"
            placeholder="Email, phone, user id, device or profile id"
            value={typed}
            onChange={setTyped}
          />
        </div>
        <Button look="primary" type="submit" isDisabled={typed.trim() === ''}>
          Find
        </Button>
      </form>
      {sought !== '' && (
        <Card title={`Who has “${sought}”`} flush>
          {search.error !== null ? (
            <ErrorState error={search.error} />
          ) : search.data === undefined ? (
            <div className="card-body">
              <Skeleton lines={2} />
            </div>
          ) : search.data.length === 0 ? (
            <EmptyState icon={<UserRound size={20} aria-hidden />} title="Nobody has it">
              Identifiers are compared whole: a part of an address finds nobody. Phone numbers need
              their country, as in +49 30 1234.
            </EmptyState>
          ) : (
            <ul>
              {search.data.map(({ profile, by }) => (
                <li key={profile} className="found">
                  <PersonOf profile={profile} />
                  <span className="muted small">
                    {by === undefined ? 'by profile id' : `by ${by.kind.replaceAll('_', ' ')}`}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Card>
      )}
      <Card title="Active over the last day" flush>
        {lately.error !== null ? (
          <ErrorState error={lately.error} />
        ) : lately.data === undefined ? (
          <div className="card-body">
            <Skeleton lines={6} />
          </div>
        ) : lately.data.sample.length === 0 ? (
          <EmptyState title="Nobody was active">
            Send events and people appear. <Link to="/rejects">Rejected messages</Link> tell what
            was not taken.
          </EmptyState>
        ) : (
          <ul className="people-grid">
            {lately.data.sample.map((person) => (
              <li key={person.profile}>
                <Person person={person} />
              </li>
            ))}
          </ul>
        )}
      </Card>
    </Page>
  )
}
