import type { Calibration } from '@muster/client'
import { formatCount } from '../format/number.ts'
import { Card, Table } from '../kit/index.ts'
import type { Column } from '../kit/index.ts'
import { durationWords, scoreWords, tierWords } from './thresholdWords.ts'
import type { Dimension } from './thresholdWords.ts'

const heads: readonly (readonly [Dimension, string])[] = [
  ['recency', 'Last order'],
  ['frequency', 'Orders'],
  ['monetary', 'Revenue'],
]

/** What each score means, and how many customers had it when that was learned. */
export function ScoreTable({ calibration }: { readonly calibration: Calibration }) {
  const { rfm, counts, basis } = calibration
  const words = {
    recency: scoreWords('recency', rfm.recency),
    frequency: scoreWords('frequency', rfm.frequency),
    monetary: scoreWords('monetary', rfm.monetary),
  }
  const column = ([dimension, head]: (typeof heads)[number]): Column<number> => ({
    ...{ id: dimension, head },
    cell: (score) => {
      const said = words[dimension].find((each) => each.score === score)?.words
      if (said === undefined) return <span className="muted">nobody</span>
      return (
        <span className="score-words">
          <span className="num">{said}</span>
          <span className="muted small num">
            {formatCount(counts[dimension][score - 1] ?? 0)} customers
          </span>
        </span>
      )
    },
  })
  return (
    <Card title="What the scores mean" flush>
      <Table<number>
        label="Thresholds by score"
        rows={[5, 4, 3, 2, 1]}
        keyOf={String}
        columns={[
          { id: 'score', head: 'Score', cell: (score) => <strong className="num">{score}</strong> },
          ...heads.map(column),
        ]}
      />
      <p className="muted small card-note">
        “{basis.order}” of the last {durationWords(basis.period)}; revenue is “{basis.revenue}”.
        Fifths of the customers, those who are alike in the same one.
      </p>
    </Card>
  )
}

/** Where the tiers of value begin. */
export function TierTable({
  calibration: { value, basis, customersEver },
  of,
}: {
  readonly calibration: Calibration
  readonly of: 'revenue' | 'margin'
}) {
  const thresholds = value[of]
  if (thresholds === null) return null
  return (
    <Card title="Where the tiers begin">
      <div className="stack">
        <dl className="facts num">
          {tierWords(thresholds).map(({ tier, words }) => (
            <div key={tier} style={{ display: 'contents' }}>
              <dt>{tier}</dt>
              <dd>{words ?? <span className="muted">nobody</span>}</dd>
            </div>
          ))}
        </dl>
        <p className="muted small">
          Everybody stands in the best tier that they reach.{' '}
          {of === 'revenue' ? 'Revenue' : 'Margin'} of all orders (“{basis.order}”) so far, among{' '}
          {formatCount(customersEver)} customers.
        </p>
      </div>
    </Card>
  )
}
