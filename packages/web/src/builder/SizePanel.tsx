import type { Definition } from '@muster/core'
import { useState } from 'react'
import type { Json } from '@muster/core'
import { formatCount, formatMs, formatPart } from '../format/number.ts'
import { Card, Notice, Segments, Skeleton, Spinner } from '../kit/index.ts'
import { JsonPanel } from './JsonPanel.tsx'
import { SamplePeople } from './SamplePeople.tsx'
import type { Counted } from './usePreview.ts'

/** How many are meant, and beside it some of them or the JSON. */
export function SizePanel({
  counted,
  definition,
  present,
}: {
  readonly counted: Counted
  readonly definition: Definition | undefined
  readonly present: Json
}) {
  const [shown, setShown] = useState<'people' | 'json'>('people')
  const { answer, isCounting, error } = counted
  const isOld = isCounting || definition === undefined
  return (
    <div className="stack beside">
      <Card>
        <div className="stack tight" aria-live="polite">
          <div className="row apart">
            <span className="figure-label">People now</span>
            {isCounting && <Spinner label="Counting" />}
          </div>
          <div className="fades" style={{ opacity: isOld ? 0.5 : 1 }} data-testid="size">
            {answer === undefined ? (
              <span className="figure-big muted">–</span>
            ) : (
              <>
                <span className="figure-big">{formatCount(answer.size)}</span>{' '}
                <span className="soft num">
                  {formatPart(answer.size, answer.profiles)} of {formatCount(answer.profiles)}
                </span>
              </>
            )}
          </div>
          {answer !== undefined && (
            <>
              <meter
                className="part"
                aria-label="Part of everybody"
                min={0}
                max={Math.max(1, answer.profiles)}
                value={answer.size}
              />
              <span className="muted small num">
                {definition === undefined
                  ? 'Before the last edit; finish it to count anew.'
                  : `Counted exactly in ${formatMs(answer.tookMs)}`}
              </span>
            </>
          )}
        </div>
      </Card>
      {error !== null && <Notice tone="danger">{error.message}</Notice>}
      <Card
        title={shown === 'people' ? 'Some of them' : 'Definition'}
        aside={
          <Segments
            label="Beside the builder"
            value={shown}
            options={[
              { id: 'people', text: 'People' },
              { id: 'json', text: 'JSON' },
            ]}
            onChange={setShown}
          />
        }
      >
        {shown === 'json' ? (
          <JsonPanel definition={present} />
        ) : answer === undefined ? (
          definition === undefined ? (
            <p className="muted">Some of the people who are meant stand here, and why.</p>
          ) : (
            <Skeleton lines={5} />
          )
        ) : (
          <SamplePeople answer={answer} definition={definition} />
        )}
      </Card>
    </div>
  )
}
