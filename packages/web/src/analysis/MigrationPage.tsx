import type { Migration, MigrationQuestion } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Shuffle } from 'lucide-react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useNow } from '../data/useNow.ts'
import { useTimeFormat } from '../data/useTimeFormat.ts'
import { formatCount, formatPart } from '../format/number.ts'
import { Card, DateField, EmptyState, Picker, Segments, HeatMap } from '../kit/index.ts'
import { Answered } from './Answered.tsx'
import { AudiencesPicker } from './AudiencesPicker.tsx'
import { CsvButton } from './CsvButton.tsx'
import { dayText, startOf } from './days.ts'
import { FlowChart } from './FlowChart.tsx'
import { migrationGrid, migrationRows } from './migrationGrid.ts'
import { readMigration } from './search.ts'
import type { MigrationSearch } from './search.ts'
import { choosable, subjectOf } from './subject.ts'
import { startingTrait, traitItems } from './stateTraits.ts'
import { useAnalysis } from './useAnalysis.ts'
import { WhoPicker } from './WhoPicker.tsx'

const DAY = 86_400_000
const USUAL_DAYS = 30
const MOST_AUDIENCES = 12
const STARTING_AUDIENCES = 4

/** How people moved from one state to another between two instants. */
export function MigrationPage() {
  const search = readMigration(useSearch({ from: '/analysis/migration' }))
  const navigate = useNavigate({ from: '/analysis/migration' })
  const client = useClient()
  const { zone } = useTimeFormat()
  const today = dayText(useNow(60_000), zone)
  const audiences = useQuery(queries.audiences(client)).data
  const traits = useQuery(queries.catalogue(client)).data?.traits
  const isReady = audiences !== undefined && traits !== undefined
  const from = search.from ?? dayText(Date.parse(today) - USUAL_DAYS * DAY, 'UTC')
  const { to = today, states } = search
  const isOfAudiences = states !== undefined
  const trait = search.trait ?? startingTrait(traits ?? [])

  const chosen = (states ?? []).flatMap((id) => audiences?.find((other) => other.id === id) ?? [])
  // Before it was made nobody is on record in an audience.
  const areRecorded = chosen.every(({ createdAt }) => createdAt <= (startOf(from, zone) ?? 0))
  const by = search.by ?? (areRecorded ? 'record' : 'definition')

  const about = audiences?.find(({ id }) => id === search.audience)
  const question = questionOf()
  const analysis = useAnalysis(
    ['migration', search, trait, by, from, to, zone, audiences?.length],
    (signal) => {
      if (question === undefined) throw new Error('nothing was asked')
      return client.analysis.migration(question, signal)
    },
    isReady && question !== undefined,
  )

  function questionOf(): MigrationQuestion | undefined {
    const [begin, end] = [startOf(from, zone), startOf(to, zone, 1)]
    if (begin === undefined || end === undefined || begin >= end) return undefined
    const subjects = chosen.map((audience) =>
      by === 'record' ? subjectOf(audience) : { audience: audience.id, computed: true },
    )
    if (isOfAudiences ? subjects.length === 0 : trait === '') return undefined
    return {
      states: isOfAudiences ? { subjects } : { trait },
      from: begin,
      // The end of today is ahead, and nobody knows it yet.
      ...(to < today && { to: end }),
      ...(about !== undefined && { subject: subjectOf(about) }),
    }
  }

  const ask = (change: {
    readonly [Key in keyof MigrationSearch]: MigrationSearch[Key] | undefined
  }) => {
    // What is undefined is left out of the address.
    void navigate({ search: { ...search, ...change } as MigrationSearch, replace: true })
  }

  return (
    <Page
      title="Migration"
      intro="Who moved where between two instants: from one value of a trait to another, or from one audience to another."
    >
      <Card>
        <div className="stack">
          <div className="question">
            Of
            <WhoPicker
              audiences={audiences ?? []}
              value={search.audience}
              onChange={(id) => {
                ask({ audience: id })
              }}
            />
            between
            <Segments
              label="What people move between"
              value={isOfAudiences ? 'audiences' : 'trait'}
              options={[
                { id: 'trait', text: 'Values of a trait' },
                { id: 'audiences', text: 'Audiences' },
              ]}
              onChange={(kind) => {
                const largest = choosable(audiences ?? []).slice(0, STARTING_AUDIENCES)
                ask({ states: kind === 'trait' ? undefined : largest.map(({ id }) => id) })
              }}
            />
            {!isOfAudiences && (
              <Picker
                label="Trait"
                value={trait}
                items={traitItems(traits ?? [])}
                placeholder="choose a trait"
                look="strong"
                custom={(typed) => [{ id: typed, text: typed, note: 'as typed' }]}
                onPick={(id) => {
                  ask({ trait: id })
                }}
              />
            )}
          </div>
          {isOfAudiences && (
            <AudiencesPicker
              label="Audiences"
              audiences={audiences ?? []}
              value={states}
              most={MOST_AUDIENCES}
              onChange={(ids) => {
                ask({ states: ids })
              }}
            />
          )}
          <div className="question">
            <DateField
              label="From the beginning of"
              value={from}
              most={to}
              onChange={(day) => {
                ask({ from: day === '' ? undefined : day })
              }}
            />
            <DateField
              label="to the end of"
              value={to}
              most={today}
              onChange={(day) => {
                ask({ to: day === '' || day >= today ? undefined : day })
              }}
            />
          </div>
          {isOfAudiences && (
            <div className="question">
              <Segments
                label="Who counts as a member"
                value={by}
                options={[
                  { id: 'record', text: 'As recorded' },
                  { id: 'definition', text: 'By definition' },
                ]}
                onChange={(id) => {
                  ask({ by: id })
                }}
              />
              <span className="muted small question-note">
                {by === 'record'
                  ? 'Members on record at both instants.'
                  : 'Who the definitions give at both instants, by what is known today.'}{' '}
                Whoever is in several of them counts in the first.
              </span>
            </div>
          )}
        </div>
      </Card>
      {isReady && question === undefined ? (
        <Card>
          <EmptyState icon={<Shuffle size={20} aria-hidden />} title="Say what to compare">
            Choose a trait or at least one audience, and two days of which the first is not after
            the second.
          </EmptyState>
        </Card>
      ) : (
        <Answered analysis={analysis} doing="Following everybody from one instant to the other">
          {(migration) => <Answer migration={migration} />}
        </Answered>
      )}
    </Page>
  )
}

function Answer({ migration }: { readonly migration: Migration }) {
  const time = useTimeFormat()
  const { people, stayed, from, to } = migration
  if (people === 0) {
    return (
      <Card>
        <EmptyState
          icon={<Shuffle size={20} aria-hidden />}
          title="Nobody was in any of these at either instant"
        >
          Take another trait, other audiences, or an earlier day.
        </EmptyState>
      </Card>
    )
  }
  const { columns, rows } = migrationGrid(migration)
  return (
    <div className="stack wide">
      <Card>
        <div className="key-figures">
          {(
            [
              ['In a state at one instant at least', formatCount(people)],
              ['Stayed where they were', `${formatCount(stayed)} (${formatPart(stayed, people)})`],
              ['Moved', `${formatCount(people - stayed)} (${formatPart(people - stayed, people)})`],
              ['Between', `${time.minute(from)} and ${time.minute(to)}`],
            ] as const
          ).map(([label, value]) => (
            <div key={label}>
              <span className="figure-label">{label}</span>
              <strong className="num">{value}</strong>
            </div>
          ))}
        </div>
      </Card>
      <Card title="Flows">
        <FlowChart migration={migration} />
      </Card>
      <Card
        title="Matrix"
        aside={<CsvButton name="migration" rows={() => migrationRows(migration)} />}
      >
        <HeatMap
          label="People by their state then, in rows, and later, in columns"
          corner="Then"
          noteHead="People"
          columns={columns}
          rows={rows}
          hint="Rows are the states then, columns the states later; the darker, the larger the part of the row."
        />
      </Card>
    </div>
  )
}
