import type { TraitDistribution } from '@muster/client'
import type { Json, JsonObject } from '@muster/core'
import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { scalarText } from '../builder/scalars.ts'
import { shortJson } from '../format/json.ts'
import { formatCount, formatPart } from '../format/number.ts'
import { Button, IconButton, Menu } from '../kit/index.ts'
import { testsOf } from './spread.ts'

const SHOWN = 12

/** How many people have which value, one below the other. */
export function ValueBars({
  values,
  people,
  distinct,
  onTest,
}: {
  readonly values: TraitDistribution['values']
  /** With a value. */
  readonly people: number
  readonly distinct: number
  /** Only where an audience can be made of one. */
  readonly onTest?: ((test: JsonObject, words: string) => void) | undefined
}) {
  const [showsAll, setShowsAll] = useState(false)
  const most = Math.max(1, ...values.map((each) => each.people))
  // One more costs less room than the way to it.
  const shown = showsAll || values.length <= SHOWN + 1 ? values : values.slice(0, SHOWN)
  return (
    <div className="stack tight">
      <table className="value-bars">
        <thead className="hidden-text">
          <tr>
            <th scope="col">Value</th>
            <th scope="col">People</th>
            <th scope="col">Share</th>
            {onTest !== undefined && <th scope="col">Audience</th>}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ value, people: count }) => {
            const text = textOf(value)
            return (
              <tr key={JSON.stringify([typeof value, text])}>
                <th scope="row">
                  <span className="value-name">{text}</span>
                  <span className="value-bar" style={{ width: `${(count / most) * 100}%` }} />
                </th>
                <td className="end num">{formatCount(count)}</td>
                <td className="end num muted">{formatPart(count, people)}</td>
                {onTest !== undefined && (
                  <td className="end">
                    <MakeAudience {...{ value, text, onTest }} />
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
      {shown.length < values.length && (
        <div>
          <Button
            small
            look="quiet"
            onPress={() => {
              setShowsAll(true)
            }}
          >
            Show {values.length - shown.length} more
          </Button>
        </div>
      )}
      {values.length < distinct && shown.length === values.length && (
        <p className="muted small num">
          and {formatCount(distinct - values.length)} more values, each of fewer people
        </p>
      )}
    </div>
  )
}

/** Of a number also those above and below it. */
function MakeAudience({
  value,
  text,
  onTest,
}: {
  readonly value: Json
  readonly text: string
  readonly onTest: (test: JsonObject, words: string) => void
}) {
  const tests = testsOf(value, text)
  const [only] = tests
  if (only === undefined) return null
  const label = `Make an audience of ${text}`
  if (tests.length === 1) {
    return (
      <IconButton
        small
        label={label}
        onPress={() => {
          onTest(only.is, only.words)
        }}
      >
        <UsersRound size={14} aria-hidden />
      </IconButton>
    )
  }
  return (
    <Menu
      label={label}
      actions={tests.map(({ is, words }) => ({
        ...{ id: words, text: words },
        do: () => {
          onTest(is, words)
        },
      }))}
    >
      <IconButton small label={label}>
        <UsersRound size={14} aria-hidden />
      </IconButton>
    </Menu>
  )
}

function textOf(value: Json): string {
  return typeof value === 'object' ? shortJson(value, 60) : scalarText(value)
}
