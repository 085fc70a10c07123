import type { Audience, Overlap } from '@muster/client'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Layers } from 'lucide-react'
import { Page } from '../app/Page.tsx'
import { useClient } from '../data/client.ts'
import { queries } from '../data/queries.ts'
import { Card, EmptyState, Skeleton, Tabs, HeatMap } from '../kit/index.ts'
import { UpsetChart } from '../report/UpsetChart.tsx'
import { Answered } from './Answered.tsx'
import { AudiencesPicker } from './AudiencesPicker.tsx'
import { CsvButton } from './CsvButton.tsx'
import { Duplicates } from './Duplicates.tsx'
import { pairGrid, pairRows } from './pairGrid.ts'
import { readOverlap } from './search.ts'
import type { OverlapSearch } from './search.ts'
import { choosable, subjectOf } from './subject.ts'
import { Suppression } from './Suppression.tsx'
import { useAnalysis } from './useAnalysis.ts'

const MOST_SETS = 12
const STARTING_SETS = 5
const COMBINATIONS = 24

/** How audiences overlap, which of them are nearly the same, and what is left of one without others. */
export function OverlapPage() {
  const search = readOverlap(useSearch({ from: '/analysis/overlap' }))
  const navigate = useNavigate({ from: '/analysis/overlap' })
  const audiences = useQuery(queries.audiences(useClient())).data
  const ask = (change: OverlapSearch) => {
    void navigate({ search: { ...search, ...change }, replace: true })
  }
  return (
    <Page
      title="Overlap"
      intro="Who is in several audiences at once, which audiences are nearly the same people, and what is left of one without others."
    >
      {audiences === undefined ? (
        <Skeleton lines={8} />
      ) : choosable(audiences).length < 2 ? (
        <Card>
          <EmptyState
            icon={<Layers size={20} aria-hidden />}
            title="There is nothing to compare yet"
          >
            As soon as there are two audiences, the people in both show here.
          </EmptyState>
        </Card>
      ) : (
        <Tabs
          label="Overlap of audiences"
          pages={[
            {
              ...{ id: 'sets', text: 'Overlap' },
              page: <Sets {...{ audiences, search, ask }} />,
            },
            { id: 'duplicates', text: 'Near duplicates', page: <Duplicates /> },
            {
              ...{ id: 'suppression', text: 'A without B' },
              page: <Suppression {...{ audiences, search, ask }} />,
            },
          ]}
          {...(search.who !== undefined && search.sets === undefined && { start: 'suppression' })}
        />
      )}
    </Page>
  )
}

function Sets({
  audiences,
  search,
  ask,
}: {
  readonly audiences: readonly Audience[]
  readonly search: OverlapSearch
  readonly ask: (change: OverlapSearch) => void
}) {
  const client = useClient()
  const byId = new Map(audiences.map((audience) => [audience.id, audience]))
  const usual = choosable(audiences)
    .filter(({ state }) => state === 'live')
    .slice(0, STARTING_SETS)
    .map(({ id }) => id)
  const chosen = (search.sets ?? usual).filter((id) => byId.has(id)).slice(0, MOST_SETS)
  const analysis = useAnalysis(
    ['overlap', chosen],
    (signal) =>
      client.analysis.overlap(
        chosen.flatMap((id) => {
          const audience = byId.get(id)
          return audience === undefined ? [] : [subjectOf(audience)]
        }),
        { combinations: COMBINATIONS },
        signal,
      ),
    chosen.length > 1,
  )
  return (
    <div className="stack wide">
      <Card>
        <AudiencesPicker
          label="Audiences"
          {...{ audiences, value: chosen, most: MOST_SETS }}
          onChange={(ids) => {
            ask({ sets: ids })
          }}
        />
      </Card>
      {chosen.length < 2 ? (
        <Card>
          <EmptyState
            icon={<Layers size={20} aria-hidden />}
            title="Choose two audiences or more"
          />
        </Card>
      ) : (
        <Answered analysis={analysis} doing="Counting who is in several">
          {(overlap) => (
            <div className="stack wide">
              <UpsetChart overlap={overlap} />
              <Pairs overlap={overlap} />
            </div>
          )}
        </Answered>
      )}
    </div>
  )
}

function Pairs({ overlap }: { readonly overlap: Overlap }) {
  return (
    <Card
      title="Each with each"
      aside={<CsvButton name="overlap" rows={() => pairRows(overlap)} />}
    >
      <HeatMap
        label="The part of the audience of each row that is also in that of the column"
        corner="Audience"
        noteHead="People"
        columns={overlap.sets.map(({ name }) => name)}
        rows={pairGrid(overlap)}
        hint="Each cell is the part of the row’s audience that is in the column’s too."
      />
    </Card>
  )
}
