import type { Report } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { useClient } from '../data/client.ts'
import { formatCount, formatMs, formatNumber, formatPart } from '../format/number.ts'
import { shortJson } from '../format/json.ts'
import { Badge, Button, Card, EmptyState, ErrorState, Skeleton, Table } from '../kit/index.ts'
import { chanceText, figureRows, strengthWord } from './figures.ts'
import type { FigureRow } from './figures.ts'

/** What an audience looks like beside everyone, and what sets it apart. */
export function ReportTab({ id }: { readonly id: string }) {
  const client = useClient()
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['report', id],
    queryFn: ({ signal }) => client.analysis.report({ audience: id }, signal),
    staleTime: Infinity,
  })
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton lines={10} />
  return (
    <div className="stack wide">
      <Card
        title="In five lines"
        aside={
          <span className="row">
            <span className="muted small num">in {formatMs(data.tookMs)}</span>
            <Button small isDisabled={isFetching} onPress={() => void refetch()}>
              {isFetching ? 'Counting…' : 'Count anew'}
            </Button>
          </span>
        }
      >
        <ul className="stack tight">
          {data.persona.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Card>
      <div className="columns even">
        <Card title="Beside everyone" flush>
          <Table<FigureRow>
            label="Figures"
            rows={figureRows(data)}
            keyOf={({ name }) => name}
            columns={[
              { id: 'name', head: 'Figure', cell: ({ name }) => name },
              { id: 'members', head: 'Members', isNumber: true, cell: ({ members }) => members },
              {
                ...{ id: 'all', head: 'Everyone', isNumber: true },
                cell: ({ all }) => <span className="soft">{all}</span>,
              },
            ]}
          />
        </Card>
        <div className="stack wide">
          <Preferences title="Categories" preferences={data.categories} />
          <Preferences title="Channels" preferences={data.channels} />
        </div>
      </div>
      <Apart report={data} />
    </div>
  )
}

function Preferences({
  title,
  preferences,
}: {
  readonly title: string
  readonly preferences: Report['categories']
}) {
  if (preferences.length === 0) return null
  return (
    <Card title={title} flush>
      <Table
        label={title}
        rows={preferences.slice(0, 10)}
        keyOf={({ name }) => name}
        columns={[
          { id: 'name', head: title, cell: ({ name }) => name },
          {
            ...{ id: 'share', head: 'Of members', isNumber: true },
            cell: ({ shareOfMembers }) => formatPart(shareOfMembers, 1),
          },
          {
            ...{ id: 'all', head: 'Of everyone', isNumber: true, isExtra: true },
            cell: ({ shareOfAll }) => formatPart(shareOfAll, 1),
          },
          {
            ...{ id: 'index', head: 'Index', isNumber: true },
            cell: ({ index }) => (index === null ? '–' : formatCount(index)),
          },
        ]}
      />
    </Card>
  )
}

function Apart({ report: { apart, tests } }: { readonly report: Report }) {
  return (
    <Card
      title="What sets them apart"
      flush
      aside={
        <span className="muted small num">
          {formatCount(tests)} tests, corrected for their number
        </span>
      }
    >
      {apart.length === 0 ? (
        <EmptyState title="Nothing does, so far">
          No difference is larger than chance would make it, or there are too few people.
        </EmptyState>
      ) : (
        <Table
          label="What sets them apart"
          rows={apart.slice(0, 25)}
          keyOf={({ kind, name }) => `${kind} ${name}`}
          columns={[
            {
              ...{ id: 'name', head: 'What' },
              cell: ({ kind, name }) => (
                <>
                  {name} <span className="muted small">{kind}</span>
                </>
              ),
            },
            {
              ...{ id: 'how', head: 'How', isExtra: true },
              cell: ({ values, means }) => (
                <span className="soft small wrap">{how(values, means)}</span>
              ),
            },
            {
              ...{ id: 'strength', head: 'Strength' },
              cell: ({ strength }) => (
                <Badge {...(strength >= 0.3 && { tone: 'accent' as const })}>
                  {strengthWord(strength)} {strength.toFixed(2)}
                </Badge>
              ),
            },
            {
              ...{ id: 'p', head: 'Chance', isNumber: true, isExtra: true },
              cell: ({ adjustedP }) => chanceText(adjustedP),
            },
          ]}
        />
      )}
    </Card>
  )
}

type Difference = Report['apart'][number]

function how(values: Difference['values'], means: Difference['means']): string {
  if (means !== null) {
    return `${formatNumber(means.members)} on average, everyone ${formatNumber(means.all)}`
  }
  return values
    .slice(0, 3)
    .map(
      ({ value, shareOfMembers, shareOfAll }) =>
        `${shortJson(value, 24)}: ${formatPart(shareOfMembers, 1)}, everyone ${formatPart(shareOfAll, 1)}`,
    )
    .join(' · ')
}
