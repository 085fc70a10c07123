import type { TraitDistribution } from '@muster/client'
import { useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import {
  formatCount,
  formatNumber,
  formatPart,
  formatPeople,
  formatShort,
} from '../format/number.ts'
import { placeOf, rangeWords } from './spread.ts'
import type { Range } from './spread.ts'

type Numbers = NonNullable<TraitDistribution['numbers']>

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 }

/** How many people have which numbers: a bar for each step, with the quantiles below. One bar can be reached by the keyboard, from there the arrows lead on. */
export function Histogram({
  numbers,
  chosen,
  onPress,
}: {
  readonly numbers: Numbers
  readonly chosen: Range | undefined
  /** Only where bars can be chosen. */
  readonly onPress?: ((bin: number) => void) | undefined
}) {
  const place = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<number>()
  const { bins, quantiles } = numbers
  const most = Math.max(1, ...bins.map(({ people }) => people))
  const reached = at ?? 0
  const said = at === undefined ? undefined : bins[at]

  const move = (event: KeyboardEvent) => {
    const next = reached + (steps[event.key] ?? 0)
    if (next === reached || bins[next] === undefined) return
    event.preventDefault()
    setAt(next)
    place.current?.querySelectorAll<HTMLElement>('.bin')[next]?.focus()
  }
  const isChosen = (index: number) =>
    chosen !== undefined && index >= chosen.first && index <= chosen.last
  const words = (index: number, people: number) =>
    `${rangeWords(bins, { first: index, last: index })}: ${formatPeople(people)}, ${formatPart(people, numbers.people)}`

  return (
    <div className="stack tight">
      <div
        ref={place}
        className="bins"
        role="group"
        aria-label="People by their number"
        onKeyDown={move}
        onPointerLeave={() => {
          setAt(undefined)
        }}
      >
        {bins.map(({ people }, index) => (
          <button
            key={index}
            type="button"
            className="bin"
            aria-label={words(index, people)}
            {...(onPress && { 'aria-pressed': isChosen(index) })}
            tabIndex={index === reached ? 0 : -1}
            onFocus={() => {
              setAt(index)
            }}
            onPointerEnter={() => {
              setAt(index)
            }}
            onClick={() => onPress?.(index)}
          >
            <span style={{ height: `${(people / most) * 100}%` }} data-some={people > 0} />
          </button>
        ))}
      </div>
      <div className="quantiles" aria-hidden>
        <span className="quantile-line" style={spanOf(numbers, quantiles.p5, quantiles.p95)} />
        <span className="quantile-box" style={spanOf(numbers, quantiles.p25, quantiles.p75)} />
        <span
          className="quantile-middle"
          style={{ left: `${placeOf(bins, quantiles.p50) * 100}%` }}
        />
      </div>
      <div className="row apart muted small num" aria-hidden>
        <span>{formatNumber(numbers.min)}</span>
        <span>
          {said === undefined
            ? `highest bar: ${formatShort(most)}`
            : `${rangeWords(bins, { first: reached, last: reached })}: ${formatCount(said.people)}`}
        </span>
        <span>{formatNumber(numbers.max)}</span>
      </div>
    </div>
  )
}

function spanOf({ bins }: Numbers, from: number, to: number) {
  const [left, right] = [placeOf(bins, from), placeOf(bins, to)]
  return { left: `${left * 100}%`, width: `${(right - left) * 100}%` }
}
