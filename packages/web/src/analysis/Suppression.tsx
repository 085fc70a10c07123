import type { Audience, Suppression as Left } from '@muster/client'
import { CircleMinus } from 'lucide-react'
import { useClient } from '../data/client.ts'
import { useMay } from '../data/useMay.ts'
import { formatCount, formatPart } from '../format/number.ts'
import { Button, Card, EmptyState, Picker, Table } from '../kit/index.ts'
import { Answered } from './Answered.tsx'
import { AudiencesPicker } from './AudiencesPicker.tsx'
import type { OverlapSearch } from './search.ts'
import { audienceItems, choosable, subjectOf } from './subject.ts'
import { useAnalysis } from './useAnalysis.ts'
import { useOffer } from './useOffer.ts'

const MOST = 12

/** What is left of one audience without others, and the audience of those who are left. */
export function Suppression({
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
  const [largest] = choosable(audiences)
  const who = byId.get(search.who ?? '') ?? largest
  const without = (search.without ?? []).flatMap((id) => {
    const audience = byId.get(id)
    return audience === undefined || id === who?.id ? [] : [audience]
  })
  const analysis = useAnalysis(
    ['suppression', who?.id, without.map(({ id }) => id)],
    (signal) => {
      if (who === undefined) throw new Error('nobody was chosen')
      return client.analysis.suppression(subjectOf(who), without.map(subjectOf), signal)
    },
    who !== undefined && without.length > 0,
  )
  return (
    <div className="stack wide">
      <Card>
        <div className="question">
          <Picker
            label="Audience"
            value={who?.id ?? ''}
            items={audienceItems(audiences)}
            placeholder="an audience"
            look="strong"
            onPick={(id) => {
              ask({ who: id })
            }}
          />
          without
          <AudiencesPicker
            label="Without"
            audiences={audiences.filter(({ id }) => id !== who?.id)}
            value={without.map(({ id }) => id)}
            most={MOST}
            onChange={(ids) => {
              ask({ without: ids, ...(who !== undefined && { who: who.id }) })
            }}
          />
        </div>
      </Card>
      {without.length === 0 ? (
        <Card>
          <EmptyState icon={<CircleMinus size={20} aria-hidden />} title="Say whom to leave out">
            Add one audience or more: you see how many people each of them takes away, and who is
            left can be made an audience.
          </EmptyState>
        </Card>
      ) : (
        <Answered analysis={analysis} doing="Counting who is left">
          {(left) => <Answer left={left} />}
        </Answered>
      )}
    </div>
  )
}

function Answer({ left: { who, left, removed, by, definition } }: { readonly left: Left }) {
  const offer = useOffer()
  const mayWrite = useMay('audiences.write')
  const others = by.map(({ set }) => set.name).join(', ')
  return (
    <Card
      title={`${formatCount(left)} of ${formatCount(who.size)} are left`}
      flush
      aside={
        mayWrite &&
        definition !== null && (
          <Button
            small
            onPress={() => {
              offer(definition, {
                name: `${who.name} without ${others}`.slice(0, 200),
                description: `${who.name}, less whoever is in ${others}.`,
              })
            }}
          >
            Make it an audience
          </Button>
        )
      }
    >
      <div className="card-body">
        <meter
          className="part"
          aria-label="Part that is left"
          min={0}
          max={Math.max(1, who.size)}
          value={left}
        />
        <p className="soft num">
          {formatPart(left, who.size)} stay; {formatCount(removed)} are taken away.
        </p>
      </div>
      <Table<Left['by'][number]>
        label="Who takes away how many"
        rows={by}
        keyOf={({ set }) => set.audience ?? set.name}
        columns={[
          { id: 'name', head: 'Without', cell: ({ set }) => set.name },
          {
            ...{ id: 'removes', head: 'Takes away', isNumber: true },
            cell: ({ removes }) => formatCount(removes),
          },
          {
            ...{ id: 'part', head: 'Of the audience', isNumber: true },
            cell: ({ removes }) => formatPart(removes, who.size),
          },
          {
            ...{ id: 'alone', head: 'It alone', isNumber: true },
            cell: ({ removesAlone }) => formatCount(removesAlone),
          },
        ]}
      />
    </Card>
  )
}
