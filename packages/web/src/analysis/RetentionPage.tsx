import type { Retention } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CalendarClock } from 'lucide-react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { isObject } from '../format/json.ts'
import { formatCount, formatShort } from '../format/number.ts'
import { Card, Choice, EmptyState, Picker, Segments, HeatMap } from '../kit/index.ts'
import type { PickerItem } from '../kit/index.ts'
import { Answered } from './Answered.tsx'
import { CsvButton } from './CsvButton.tsx'
import { RetentionCurves } from './RetentionCurves.tsx'
import { begunCohorts, offsetWords, retentionGrid, retentionRows } from './retentionGrid.ts'
import { readRetention } from './search.ts'
import type { RetentionSearch } from './search.ts'
import { subjectOf } from './subject.ts'
import { useAnalysis } from './useAnalysis.ts'
import { WhoPicker } from './WhoPicker.tsx'

const USUAL_COHORTS = 12
const counts = ['6', '12', '24', '36'] as const

/** Who came back, by cohorts of the week or month in which people did something first. */
export function RetentionPage() {
  const search = readRetention(useSearch({ from: '/analysis/retention' }))
  const navigate = useNavigate({ from: '/analysis/retention' })
  const client = useClient()
  const audiences = useQuery(queries.audiences(client)).data
  const { period = 'month', cohorts = USUAL_COHORTS, cohort, returning, audience } = search
  const about = audiences?.find(({ id }) => id === audience)
  const isReady = audience === undefined || audiences !== undefined
  const analysis = useAnalysis(
    ['retention', search, about?.state],
    (signal) =>
      client.analysis.retention(
        {
          ...{ period, cohorts },
          ...(cohort !== undefined && { cohort: { event: cohort } }),
          ...(returning !== undefined && { returning: { event: returning } }),
          ...(audience !== undefined && { subject: about ? subjectOf(about) : { audience } }),
        },
        signal,
      ),
    isReady,
  )
  const ask = (change: {
    readonly [Key in keyof RetentionSearch]: RetentionSearch[Key] | undefined
  }) => {
    // What is undefined is left out of the address.
    void navigate({ search: { ...search, ...change } as RetentionSearch, replace: true })
  }
  const { items, order } = useEvents()
  const cohortName = cohort ?? order
  return (
    <Page
      title="Retention"
      intro="Who came back: people by the period in which they did something first, and how many of them returned in the periods after it."
    >
      <Card>
        <div className="question">
          Of
          <WhoPicker
            audiences={audiences ?? []}
            value={audience}
            onChange={(id) => {
              ask({ audience: id })
            }}
          />
          by first
          <Picker
            label="First event"
            value={cohortName}
            items={items}
            placeholder="event"
            look="strong"
            onPick={(id) => {
              ask({ cohort: id === order ? undefined : id })
            }}
          />
          who came back for
          <Picker
            label="Coming back"
            value={returning ?? cohortName}
            items={items}
            placeholder="event"
            look="strong"
            onPick={(id) => {
              ask({ returning: id === cohortName ? undefined : id })
            }}
          />
          by
          <Segments
            label="Length of a period"
            value={period}
            options={[
              { id: 'month', text: 'Month' },
              { id: 'week', text: 'Week' },
            ]}
            onChange={(id) => {
              ask({ period: id === 'week' ? 'week' : undefined })
            }}
          />
          the last
          <Choice
            label="Number of cohorts"
            value={counts.find((id) => id === String(cohorts))}
            placeholder={String(cohorts)}
            options={counts.map((id) => ({ id, text: id }))}
            onChange={(id) => {
              ask({ cohorts: Number(id) === USUAL_COHORTS ? undefined : Number(id) })
            }}
          />
          {period}s
        </div>
      </Card>
      <Answered analysis={analysis} doing="Following the cohorts">
        {(retention) => <Answer retention={retention} />}
      </Answered>
    </Page>
  )
}

function Answer({ retention }: { readonly retention: Retention }) {
  const { cohorts, period } = retention
  const shown = begunCohorts(retention)
  const columns = Array.from(
    { length: Math.max(0, ...shown.map(({ returned }) => returned.length)) },
    (_, offset) => String(offset),
  )
  if (shown.length === 0) {
    return (
      <Card>
        <EmptyState
          icon={<CalendarClock size={20} aria-hidden />}
          title="Nobody did it in that time"
        >
          Take another event, more {period}s, or everybody.
        </EmptyState>
      </Card>
    )
  }
  return (
    <div className="stack wide">
      <Card title="Curves">
        <RetentionCurves retention={retention} />
        <p className="muted small">
          Thin: each cohort. Strong: all cohorts for which that {period} is over, so that it never
          falls because time has not passed yet.
        </p>
      </Card>
      <Card
        title="Cohorts"
        aside={<CsvButton name="retention" rows={() => retentionRows(retention)} />}
      >
        <HeatMap
          label={`Who came back, by the ${period} of the first event`}
          corner={period === 'month' ? 'Month' : 'Week of'}
          noteHead="People"
          columns={columns}
          rows={retentionGrid(retention)}
          hint={`Stay on a cell, or walk with the arrow keys, to read how many they are. 0 is ${offsetWords(0, period)}; dashed is not over.`}
        />
        {shown.length < cohorts.length && (
          <p className="muted small">
            In the {formatCount(cohorts.length - shown.length)} {period}
            {cohorts.length - shown.length === 1 ? '' : 's'} before nobody did it first.
          </p>
        )}
      </Card>
    </div>
  )
}

const ANY: PickerItem = { id: '*', text: 'any event' }

/** The events that have been seen, and the one that is an order here. */
export function useEvents(): { readonly items: readonly PickerItem[]; readonly order: string } {
  const client = useClient()
  const catalogue = useQuery(queries.catalogue(client)).data
  const commerce = useQuery(queries.settings(client)).data?.['commerce']
  const named = isObject(commerce) ? commerce['order'] : undefined
  const order = typeof named === 'string' ? named : 'Order Completed'
  const seen = [...(catalogue?.events ?? [])].sort((a, b) => b.count - a.count)
  const items = seen.map(({ name, count }) => ({
    ...{ id: name, text: name, note: `${formatShort(count)} events` },
  }))
  const missing = seen.some(({ name }) => name === order) ? [] : [{ id: order, text: order }]
  return { items: [...missing, ...items, ANY], order }
}
