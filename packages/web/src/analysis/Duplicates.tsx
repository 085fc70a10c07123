import type { Duplicates as Found } from '@muster/client'
import { Link } from '@tanstack/react-router'
import { Copy } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../data/client.ts'
import { formatCount, formatPart } from '../format/number.ts'
import { Badge, Card, Choice, EmptyState, Table } from '../kit/index.ts'
import { Answered } from './Answered.tsx'
import { useAnalysis } from './useAnalysis.ts'
import '../audiences/audiences.css'

const similarities = ['0.5', '0.7', '0.8', '0.9', '0.95'] as const

/** Live audiences that are nearly the same people, or mean the same. */
export function Duplicates() {
  const client = useClient()
  const [similarity, setSimilarity] = useState<(typeof similarities)[number]>('0.9')
  const analysis = useAnalysis(['duplicates', similarity], (signal) =>
    client.analysis.duplicates(Number(similarity), signal),
  )
  return (
    <div className="stack wide">
      <Card>
        <div className="question">
          Pairs of live audiences of whose people together at least
          <Choice
            label="Similarity"
            value={similarity}
            options={similarities.map((id) => ({ id, text: formatPart(Number(id), 1) }))}
            onChange={setSimilarity}
          />
          are in both
        </div>
      </Card>
      <Answered analysis={analysis} doing="Comparing all live audiences">
        {(found) => <Pairs found={found} />}
      </Answered>
    </div>
  )
}

function Pairs({ found: { pairs, compared } }: { readonly found: Found }) {
  if (pairs.length === 0) {
    return (
      <Card>
        <EmptyState icon={<Copy size={20} aria-hidden />} title="No two are that much alike">
          {formatCount(compared)} live audiences were compared, each with each.
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card
      title="Nearly the same"
      flush
      aside={<span className="muted small num">{formatCount(compared)} compared</span>}
    >
      <Table<Found['pairs'][number]>
        label="Near duplicates"
        rows={pairs}
        keyOf={({ a, b }) => `${a.audience} ${b.audience}`}
        columns={[
          { id: 'a', head: 'Audience', cell: ({ a }) => <Named named={a} /> },
          { id: 'b', head: 'Other', cell: ({ b }) => <Named named={b} /> },
          { id: 'both', head: 'In both', isNumber: true, cell: ({ both }) => formatCount(both) },
          {
            ...{ id: 'jaccard', head: 'Of either', isNumber: true },
            cell: ({ jaccard }) => formatPart(jaccard, 1),
          },
          {
            ...{ id: 'meaning', head: 'Definition', isExtra: true },
            cell: ({ sameMeaning }) =>
              sameMeaning ? <Badge tone="warn">means the same</Badge> : <Badge>another</Badge>,
          },
        ]}
      />
    </Card>
  )
}

function Named({
  named: { audience, name, size },
}: {
  readonly named: Found['pairs'][number]['a']
}) {
  return (
    <>
      {audience === null ? (
        name
      ) : (
        <Link to="/audiences/$id" params={{ id: audience }} className="audience-name">
          {name}
        </Link>
      )}
      <div className="muted small num">{formatCount(size)} people</div>
    </>
  )
}
