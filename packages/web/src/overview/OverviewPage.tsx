import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useLive } from '../data/useLive.ts'
import { Badge, ErrorState, Notice } from '../kit/index.ts'
import { AudienceOverview } from './AudienceOverview.tsx'
import { DayPulse } from './DayPulse.tsx'
import { LatestChanges } from './LatestChanges.tsx'
import { StatusFigures } from './StatusFigures.tsx'
import './overview.css'

const lineWords = {
  connecting: { tone: 'warn', text: 'Connecting…' },
  open: { tone: 'good', text: 'Live' },
  broken: { tone: 'danger', text: 'The line broke; it is tried again' },
} as const

/** How everything is going, now. */
export function OverviewPage() {
  const { line } = useLive()
  const { data, error, refetch } = useQuery(queries.status(useClient()))
  const { tone, text } = lineWords[line]
  return (
    <Page
      title="Overview"
      head={
        <div className="row">
          <h1>Overview</h1>
          <Badge tone={tone}>{text}</Badge>
        </div>
      }
    >
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.problems.map((problem) => (
        <Notice key={problem} tone="danger">
          {problem}
        </Notice>
      ))}
      {data?.warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          {warning} <Link to="/identity">Identity</Link>
        </Notice>
      ))}
      <StatusFigures />
      <DayPulse />
      <div className="columns">
        <AudienceOverview />
        <LatestChanges />
      </div>
    </Page>
  )
}
