import type { IdentityHealth } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CalendarClock } from 'lucide-react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { formatCount, formatNumber, formatPart } from '../format/number.ts'
import { Card, EmptyState, ErrorState, Notice, Skeleton, Table } from '../kit/index.ts'
import { PersonOf } from '../people/PersonOf.tsx'
import { DaysTable } from './DaysTable.tsx'
import { KindsTable } from './KindsTable.tsx'
import { RateCard } from './RateCard.tsx'
import { fallWords, rateFigures } from './rates.ts'
import '../audiences/audiences.css'
import '../people/people.css'
import './identity.css'

/** How well messages find their people: three rates by day, what has fallen, and whose profiles have grown large. */
export function IdentityPage() {
  const { data, error, refetch } = useQuery(queries.identityHealth(useClient()))
  return (
    <Page
      title="Identity health"
      intro="Whether messages find their people: identity rots quietly, and the same audience reaches half as many."
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={10} />
      ) : (
        <Health health={data} />
      )}
    </Page>
  )
}

function Health({ health }: { readonly health: IdentityHealth }) {
  const { days, falls, rule, largest } = health
  return (
    <>
      {falls.map((fall) => (
        <Notice key={fall.rate} tone="warn">
          {fallWords(fall, rule)} See which source or page stopped sending it.
        </Notice>
      ))}
      {days.length === 0 ? (
        <Card>
          <EmptyState
            icon={<CalendarClock size={20} aria-hidden />}
            title="No whole day has passed yet"
          >
            The rates of a day are counted when it is over, at midnight of {health.zone}. Days
            before the first start are counted too, from what was imported of them.
          </EmptyState>
        </Card>
      ) : (
        <div className="rates">
          {rateFigures(health).map((figure) => (
            <RateCard
              key={figure.rate}
              figure={figure}
              hasFallen={falls.some(({ rate }) => rate === figure.rate)}
            />
          ))}
        </div>
      )}
      <p className="muted small">{ruleWords(health)}</p>
      <Card title="Now, over all profiles">
        <div className="figures">
          {nowFigures(health).map(({ label, value, note }) => (
            <div key={label} className="figure">
              <span className="figure-label">{label}</span>
              <span className="figure-big">{value}</span>
              <span className="muted small num">{note}</span>
            </div>
          ))}
        </div>
      </Card>
      {days.length > 0 && <DaysTable health={health} />}
      <div className="columns even">
        <KindsTable profiles={health.now.profiles} />
        <Card title="Largest profiles" flush>
          {largest.length === 0 ? (
            <EmptyState title="Nobody is known yet" />
          ) : (
            <Table<IdentityHealth['largest'][number]>
              label="Largest profiles"
              rows={largest}
              keyOf={({ profile }) => profile}
              columns={[
                {
                  ...{ id: 'profile', head: 'Profile' },
                  cell: ({ profile }) => <PersonOf profile={profile} />,
                },
                {
                  ...{ id: 'identifiers', head: 'Identifiers', isNumber: true },
                  cell: ({ identifiers }) => formatCount(identifiers),
                },
              ]}
            />
          )}
        </Card>
      </div>
      <p className="muted small">
        A profile that is two people (a shared device, a shop’s own address, a test account) can be
        taken apart on its page, under Identity. Find it under <Link to="/people">People</Link>.
      </p>
    </>
  )
}

function nowFigures({ now, refusedAsBlocked }: IdentityHealth) {
  const { profiles, known, severalDevices, identifiers } = now
  return [
    {
      ...{ label: 'Known', value: formatPart(known, profiles) },
      note: `${formatCount(known)} of ${formatCount(profiles)} profiles`,
    },
    {
      ...{ label: 'On several devices', value: formatPart(severalDevices, known) },
      note: `${formatCount(severalDevices)} of ${formatCount(known)} known`,
    },
    {
      ...{ label: 'Identifiers for each profile' },
      value: formatNumber(profiles === 0 ? 0 : identifiers / profiles),
      note: `${formatCount(identifiers)} in all`,
    },
    {
      ...{ label: 'Refused: only blocked values', value: formatCount(refusedAsBlocked) },
      note: 'messages, such as of test@test.com',
    },
  ]
}

function ruleWords({ rule, zone }: IdentityHealth): string {
  const days = `Each day, from midnight of ${zone}, counts profiles that sent anything on it, with what was known by its end. Days “counted later” are told by the identities of that later time: who was merged since is one person in them.`
  return rule === null
    ? `${days} Falls are not told: the setting identityFallPoints is off.`
    : `${days} A fall is told when the last day lies more than ${formatNumber(rule.points)} points below the median of the ${rule.days} days before (setting identityFallPoints) and further than chance makes it; days with fewer than ${rule.least} people take no part.`
}
