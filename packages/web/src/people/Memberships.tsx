import type { Profile } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useNow } from '../data/useNow.ts'
import { Why } from '../explain/Why.tsx'
import { formatAge } from '../format/time.ts'
import { Badge, Card, EmptyState, ErrorState, Skeleton } from '../kit/index.ts'

type Membership = Profile['audiences'][number]

/** In which audiences somebody is and in which not, each with why. */
export function Memberships({ profile }: { readonly profile: Profile }) {
  const sorted = [...profile.audiences].sort(
    (a, b) => Number(b.member) - Number(a.member) || (a.name < b.name ? -1 : 1),
  )
  const count = sorted.filter(({ member }) => member).length
  return (
    <Card title="Audiences" flush aside={<span className="muted small num">in {count}</span>}>
      {sorted.length === 0 ? (
        <EmptyState title="There is no live audience">
          <Link to="/audiences/new">Build one</Link>, and who is in it shows here.
        </EmptyState>
      ) : (
        <ul>
          {sorted.map((membership) => (
            <Row key={membership.id} membership={membership} profile={profile.profile} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Row({
  membership: { id, name, member, since },
  profile,
}: {
  readonly membership: Membership
  readonly profile: string
}) {
  const now = useNow()
  const [isOpen, setOpen] = useState(false)
  return (
    <li className="membership">
      <div className="row fixed">
        <div className="grow clip">
          <Link to="/audiences/$id" params={{ id }} className="audience-name">
            {name}
          </Link>
        </div>
        {member ? (
          <Badge tone="good">{since === null ? 'In' : `In, ${formatAge(since, now)}`}</Badge>
        ) : (
          <Badge>Not in</Badge>
        )}
        <button
          type="button"
          className="button small quiet"
          aria-expanded={isOpen}
          aria-label={member ? `Why in ${name}` : `Why not in ${name}`}
          onClick={() => {
            setOpen(!isOpen)
          }}
        >
          {member ? 'Why' : 'Why not'}
          <ChevronRight size={13} aria-hidden className={isOpen ? 'turned' : ''} />
        </button>
      </div>
      {isOpen && <Explained audience={id} profile={profile} />}
    </li>
  )
}

function Explained({ audience, profile }: { readonly audience: string; readonly profile: string }) {
  const query = useQuery(queries.explain(useClient(), audience, profile))
  if (query.error !== null) return <ErrorState error={query.error} />
  return (
    <div className="membership-why">
      {query.data === undefined ? <Skeleton lines={2} /> : <Why explanation={query.data} />}
    </div>
  )
}
