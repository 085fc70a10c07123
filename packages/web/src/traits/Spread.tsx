import type { TraitDistribution } from '@muster/client'
import type { JsonObject } from '@muster/core'
import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { formatCount, formatMs, formatNumber, formatPart, formatPeople } from '../format/number.ts'
import { Button, EmptyState } from '../kit/index.ts'
import { Histogram } from './Histogram.tsx'
import {
  isSpreadOfNumbers,
  peopleIn,
  pressed,
  quantileOffers,
  rangeDefinition,
  rangeWords,
  valuesShown,
} from './spread.ts'
import type { Range } from './spread.ts'
import { ValueBars } from './ValueBars.tsx'
import './traits.css'

/** An audience that a part of a spread makes. */
export type OnAudience = (definition: JsonObject, name: string) => void

/** How the values of a trait are spread over everybody. With a name, parts of it can be made into audiences. */
export function Spread({
  spread,
  trait,
  onAudience,
  isOld = false,
}: {
  readonly spread: TraitDistribution
  readonly trait?: string
  readonly onAudience?: OnAudience
  /** Whether it is of what stood there before the last edit. */
  readonly isOld?: boolean
}) {
  const [range, setRange] = useState<Range>()
  const { people, missing, distinct, numbers, tookMs } = spread
  const known = people - missing
  const offer = trait === undefined || onAudience === undefined ? undefined : { trait, onAudience }
  if (known === 0) {
    return (
      <EmptyState title="Nobody has a value">
        Nobody among {formatPeople(people)} has one now. Look whether the events and properties are
        spelt as they are sent.
      </EmptyState>
    )
  }
  return (
    <div className="stack" data-testid="spread">
      <div className="key-figures">
        <Figure
          label="With a value"
          value={`${formatCount(known)} (${formatPart(known, people)})`}
        />
        <Figure
          label="Without a value"
          value={`${formatCount(missing)} (${formatPart(missing, people)})`}
        />
        <Figure label="Different values" value={formatCount(distinct)} />
      </div>
      {numbers !== null && isSpreadOfNumbers(spread) ? (
        <>
          <Histogram
            {...{ numbers, chosen: range }}
            onPress={
              offer &&
              ((bin) => {
                setRange(pressed(range, bin))
              })
            }
          />
          {offer !== undefined && <RangeOffer {...{ numbers, range, ...offer }} />}
        </>
      ) : (
        <ValueBars
          {...{ distinct, people: known, values: valuesShown(spread) }}
          onTest={
            offer &&
            ((is, words) => {
              offer.onAudience({ trait: offer.trait, is }, `${offer.trait}: ${words}`)
            })
          }
        />
      )}
      {numbers !== null && <Quantiles numbers={numbers} />}
      <p className="muted small num">
        {isOld
          ? 'Before the last edit; finish it to compute anew.'
          : `Computed exactly for everybody in ${formatMs(tookMs)}`}
      </p>
    </div>
  )
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <span className="figure-label">{label}</span>
      <strong className="num">{value}</strong>
    </div>
  )
}

type Numbers = NonNullable<TraitDistribution['numbers']>

function RangeOffer({
  numbers: { bins, people, quantiles },
  range,
  trait,
  onAudience,
}: {
  readonly numbers: Numbers
  readonly range: Range | undefined
  readonly trait: string
  readonly onAudience: OnAudience
}) {
  if (range === undefined) {
    const offers = quantileOffers(quantiles)
    return (
      <div className="row">
        <span className="muted small">
          Press a bar, then another for all between.{offers.length > 0 && ' Or take'}
        </span>
        {offers.map(({ text, is }) => (
          <Button
            key={text}
            small
            onPress={() => {
              onAudience({ trait, is }, `${trait}: ${text.toLowerCase()}`)
            }}
          >
            {text}
          </Button>
        ))}
      </div>
    )
  }
  const words = rangeWords(bins, range)
  const count = peopleIn(bins, range)
  return (
    <div className="row apart" role="status">
      <span className="num">
        <strong>{formatPeople(count)}</strong> ({formatPart(count, people)}): {words}
      </span>
      <Button
        small
        look="primary"
        onPress={() => {
          onAudience(rangeDefinition(trait, bins, range), `${trait}: ${words}`)
        }}
      >
        <UsersRound size={14} aria-hidden />
        Make an audience
      </Button>
    </div>
  )
}

function Quantiles({ numbers: { quantiles, mean, min, max } }: { readonly numbers: Numbers }) {
  const facts: readonly (readonly [string, number])[] = [
    ['Least', min],
    ['5%', quantiles.p5],
    ['25%', quantiles.p25],
    ['Median', quantiles.p50],
    ['75%', quantiles.p75],
    ['95%', quantiles.p95],
    ['Greatest', max],
    ['Mean', mean],
  ]
  return (
    <dl className="quantile-facts num">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt className="figure-label">{term}</dt>
          <dd>{formatNumber(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
