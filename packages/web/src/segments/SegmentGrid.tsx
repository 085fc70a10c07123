import type { SegmentGrid as Grid, SegmentGridQuestion } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Shuffle, UsersRound } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Answered } from '../analysis/Answered.tsx'
import { CsvButton } from '../analysis/CsvButton.tsx'
import { subjectOf } from '../analysis/subject.ts'
import { useAnalysis } from '../analysis/useAnalysis.ts'
import { useOffer } from '../analysis/useOffer.ts'
import { WhoPicker } from '../analysis/WhoPicker.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { useMay } from '../data/useMay.ts'
import { formatCount, formatMs, formatPart, formatPeople } from '../format/number.ts'
import { Button, Card, EmptyState, IconButton, Segments, Table } from '../kit/index.ts'
import { amountText, averageOf, cellRows, treeCells } from './cells.ts'
import type { Sized } from './cells.ts'
import { Treemap } from './Treemap.tsx'
import './segments.css'

type By = SegmentGridQuestion['by']
type Cell = Grid['cells'][number]

/** Who is in which segment, and what they brought: as areas, one of them closely, and as a table. */
export function SegmentGrid({
  by,
  calibration,
  title,
  wordsOf,
  aside,
}: {
  readonly by: By
  /** By which thresholds: with others it is asked anew. */
  readonly calibration: number | undefined
  readonly title: string
  /** What a value means. */
  readonly wordsOf: (value: string) => string
  readonly aside?: ReactNode
}) {
  const client = useClient()
  const audiences = useQuery(queries.audiences(client)).data
  const mayAnalyse = useMay('analysis.read')
  const [who, setWho] = useState<string>()
  const about = audiences?.find(({ id }) => id === who)
  const analysis = useAnalysis(
    ['segments', by, calibration, who],
    (signal) =>
      client.segmentation.grid(
        { by, ...(about !== undefined && { subject: subjectOf(about) }) },
        signal,
      ),
    mayAnalyse,
  )
  if (!mayAnalyse) {
    return (
      <Card>
        <EmptyState title="Not for your role">
          Your role may not look at figures of everybody. Somebody who manages the team can change
          it.
        </EmptyState>
      </Card>
    )
  }
  return (
    <div className="stack wide">
      <div className="question">
        Of
        <WhoPicker audiences={audiences ?? []} value={who} onChange={setWho} />
        {aside}
      </div>
      <Answered analysis={analysis} doing="Counting everybody">
        {(grid) => <Answer {...{ grid, title, wordsOf }} />}
      </Answered>
    </div>
  )
}

function Answer({
  grid,
  title,
  wordsOf,
}: {
  readonly grid: Grid
  readonly title: string
  readonly wordsOf: (value: string) => string
}) {
  const [sized, setSized] = useState<Sized>('people')
  const [chosen, setChosen] = useState<string>()
  const { by, cells, people, without, tookMs } = grid
  const some = cells.filter((cell) => cell.people > 0)
  const shown = some.find(({ value }) => String(value) === chosen) ?? some[0]
  const hasMoney = cells.some(({ revenue }) => revenue !== null && Number(revenue) > 0)
  if (shown === undefined) {
    return (
      <Card>
        <EmptyState title="Nobody is in any of these">
          None of {formatPeople(people + without)} has ordered, so there is nothing to divide. Look
          at another audience, or send orders.
        </EmptyState>
      </Card>
    )
  }
  return (
    <div className="stack wide">
      <div className="columns">
        <Card
          title={title}
          aside={
            hasMoney && (
              <Segments<Sized>
                label="What the areas are"
                value={sized}
                options={[
                  { id: 'people', text: 'By people' },
                  { id: 'revenue', text: 'By revenue' },
                ]}
                onChange={setSized}
              />
            )
          }
        >
          <Treemap
            label={`${title}, as areas`}
            cells={treeCells(grid, sized)}
            chosen={String(shown.value)}
            onChoose={setChosen}
            hint={
              sized === 'people'
                ? 'Areas are people; the darker, the more revenue. Press one to look closer.'
                : 'Areas are revenue; the darker, the more people. Press one to look closer.'
            }
          />
        </Card>
        <Closely {...{ grid, cell: shown, wordsOf }} />
      </div>
      <Card title="In numbers" flush aside={<CsvButton name={by} rows={() => cellRows(grid)} />}>
        <CellTable grid={grid} />
      </Card>
      <p className="muted small num">
        {without > 0 && `${formatPeople(without)} more have no value: they have no such order. `}
        Figures count {grid.orders === 'period' ? 'the orders of the period' : 'all orders so far'}.
        Computed exactly in {formatMs(tookMs)}.
      </p>
    </div>
  )
}

/** One segment, with what can be done with it. */
function Closely({
  grid,
  cell,
  wordsOf,
}: {
  readonly grid: Grid
  readonly cell: Cell
  readonly wordsOf: (value: string) => string
}) {
  const { value, people, share, orders, revenue, revenueShare, averageOrderValue } = cell
  const facts: readonly (readonly [string, string])[] = [
    ['People', `${formatCount(people)} (${formatPart(share, 1)})`],
    ...(revenue === null
      ? []
      : [['Revenue', `${amountText(revenue)} (${formatPart(revenueShare ?? 0, 1)})`] as const]),
    ['Average order', amountText(averageOrderValue)],
    ['Orders for each', averageOf(orders, people)],
  ]
  return (
    <Card title={String(value)}>
      <div className="stack">
        <p className="soft">{wordsOf(String(value))}</p>
        <dl className="facts num">
          {facts.map(([term, text]) => (
            <div key={term} style={{ display: 'contents' }}>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <div className="row">
          <MakeAudience cell={cell} />
          <Link className="button" to="/analysis/migration" search={{ trait: grid.by }}>
            <Shuffle size={15} aria-hidden />
            Who moved
          </Link>
        </div>
      </div>
    </Card>
  )
}

function MakeAudience({
  cell: { value, audience },
  isSmall = false,
}: {
  readonly cell: Cell
  readonly isSmall?: boolean
}) {
  const offer = useOffer()
  const make = () => {
    const { name, description, definition } = audience
    offer(definition, { name, description })
  }
  return isSmall ? (
    <IconButton small label={`Make an audience of ${value}`} onPress={make}>
      <UsersRound size={14} aria-hidden />
    </IconButton>
  ) : (
    <Button look="primary" onPress={make}>
      <UsersRound size={15} aria-hidden />
      Make an audience
    </Button>
  )
}

function CellTable({ grid: { cells } }: { readonly grid: Grid }) {
  return (
    <Table<Cell>
      label="Segments in numbers"
      rows={cells}
      keyOf={({ value }) => String(value)}
      columns={[
        { id: 'value', head: 'Segment', cell: ({ value }) => <strong>{value}</strong> },
        {
          ...{ id: 'people', head: 'People', isNumber: true },
          cell: ({ people }) => formatCount(people),
        },
        {
          ...{ id: 'share', head: 'Share', isNumber: true, isExtra: true },
          cell: ({ share }) => formatPart(share, 1),
        },
        {
          ...{ id: 'revenue', head: 'Revenue', isNumber: true },
          cell: ({ revenue }) => amountText(revenue),
        },
        {
          ...{ id: 'revenueShare', head: 'Share of revenue', isNumber: true, isExtra: true },
          cell: ({ revenueShare }) => (revenueShare === null ? '–' : formatPart(revenueShare, 1)),
        },
        {
          ...{ id: 'average', head: 'Average order', isNumber: true, isExtra: true },
          cell: ({ averageOrderValue }) => amountText(averageOrderValue),
        },
        {
          ...{ id: 'orders', head: 'Orders for each', isNumber: true, isExtra: true },
          cell: ({ orders, people }) => averageOf(orders, people),
        },
        {
          ...{ id: 'audience', head: 'Audience', isNumber: true },
          cell: (cell) => <MakeAudience cell={cell} isSmall />,
        },
      ]}
    />
  )
}
