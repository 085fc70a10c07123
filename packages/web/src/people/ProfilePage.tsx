import type { Identity, Profile } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Split } from 'lucide-react'
import { useState } from 'react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useLive } from '../data/useLive.ts'
import { useMay } from '../data/useMay.ts'
import { useNow } from '../data/useNow.ts'
import { formatCount } from '../format/number.ts'
import { formatAge } from '../format/time.ts'
import { Button, Card, ErrorState, Skeleton, Tabs } from '../kit/index.ts'
import { IdentityGraph } from './IdentityGraph.tsx'
import { Memberships } from './Memberships.tsx'
import { personName } from './personName.ts'
import { Timeline } from './Timeline.tsx'
import { Traits } from './Traits.tsx'
import { UnmergeDialog } from './UnmergeDialog.tsx'
import '../audiences/audiences.css'
import './people.css'

const EVENTS = 100

/** One person whole: what is known, what they did, why they are one, and where they belong. */
export function ProfilePage() {
  const { profile } = useParams({ from: '/people/$profile' })
  const [events, setEvents] = useState(EVENTS)
  const client = useClient()
  useLive()
  const whole = useQuery(queries.profile(client, profile, events))
  const identity = useQuery({
    ...queries.identity(client, whole.data?.profile ?? profile),
    enabled: whole.data !== undefined,
  })
  if (whole.error !== null) {
    return <ErrorState error={whole.error} onRetry={() => void whole.refetch()} />
  }
  if (whole.data === undefined) {
    return (
      <Page title="Profile">
        <Skeleton lines={10} />
      </Page>
    )
  }
  return (
    <OneProfile
      key={whole.data.profile}
      profile={whole.data}
      identity={identity.data}
      asked={events}
      onMore={() => {
        setEvents(events * 4)
      }}
    />
  )
}

function OneProfile({
  profile,
  identity,
  asked,
  onMore,
}: {
  readonly profile: Profile
  readonly identity: Identity | undefined
  readonly asked: number
  readonly onMore: () => void
}) {
  const now = useNow()
  const traits = Object.fromEntries(
    Object.entries(profile.traits).map(([name, { value }]) => [name, value]),
  )
  const { name } = personName({ ...profile, traits })
  const { firstSeenAt, lastSeenAt } = profile
  const isMore = profile.events.length >= asked
  return (
    <Page
      title={name}
      head={
        <div className="row fixed">
          <span
            className="avatar large"
            aria-hidden
            data-tone={Number(BigInt(profile.profile) % 5n)}
          >
            {name.slice(0, 1).toUpperCase()}
          </span>
          <div className="grow">
            <h1 className="wrap">{name}</h1>
            <div className="soft num">
              Profile {profile.profile}
              {lastSeenAt !== null && ` · last seen ${formatAge(lastSeenAt, now)}`}
              {firstSeenAt !== null && ` · first seen ${formatAge(firstSeenAt, now)}`}
            </div>
          </div>
        </div>
      }
    >
      <Tabs
        label={`About ${name}`}
        pages={[
          {
            ...{ id: 'about', text: 'Known' },
            page: (
              <div className="columns profile-columns">
                <Traits profile={profile} />
                <div className="stack wide">
                  <Memberships profile={profile} />
                  <Belongings profile={profile} />
                </div>
              </div>
            ),
          },
          {
            ...{ id: 'timeline', text: 'Timeline' },
            note: `${formatCount(profile.events.length)}${isMore ? '+' : ''}`,
            page: <Timeline profile={profile} asked={asked} onMore={onMore} />,
          },
          {
            ...{ id: 'identity', text: 'Identity', note: String(profile.identifiers.length) },
            page: <IdentityTab profile={profile} identity={identity} />,
          },
        ]}
      />
    </Page>
  )
}

function IdentityTab({
  profile,
  identity,
}: {
  readonly profile: Profile
  readonly identity: Identity | undefined
}) {
  const mayWrite = useMay('profiles.write')
  const [isSplitting, setSplitting] = useState(false)
  if (identity === undefined) return <Skeleton lines={8} />
  return (
    <Card
      title="Why this is one person"
      aside={
        mayWrite &&
        identity.identifiers.length > 1 && (
          <Button
            small
            onPress={() => {
              setSplitting(true)
            }}
          >
            <Split size={14} aria-hidden />
            Take apart…
          </Button>
        )
      }
    >
      <IdentityGraph identity={identity} />
      {isSplitting && (
        <UnmergeDialog
          {...{ profile, identity, isOpen: true }}
          onClose={() => {
            setSplitting(false)
          }}
        />
      )}
    </Card>
  )
}

function Belongings({ profile: { accounts, lists } }: { readonly profile: Profile }) {
  if (accounts.length + lists.length === 0) return null
  return (
    <Card title="Accounts and lists">
      <dl className="facts">
        {accounts.length > 0 && <dt>Accounts</dt>}
        {accounts.length > 0 && <dd className="wrap">{accounts.join(', ')}</dd>}
        {lists.length > 0 && <dt>Lists</dt>}
        {lists.length > 0 && <dd className="wrap">{lists.join(', ')}</dd>}
      </dl>
    </Card>
  )
}
