import type { TraitDistribution } from '@muster/client'
import type { Json, JsonObject } from '@muster/core'
import { formatNumber } from '../format/number.ts'

type Spread = Pick<TraitDistribution, 'values' | 'distinct' | 'numbers'>
type Numbers = NonNullable<TraitDistribution['numbers']>
type Bin = Numbers['bins'][number]

/** So few different numbers are shown one by one. */
const FEW = 24

/** Whether the values are so many numbers that only their spread tells something. */
export function isSpreadOfNumbers({ distinct, numbers }: Spread): boolean {
  return numbers !== null && numbers.bins.length > 1 && distinct > FEW
}

/** The values one by one: numbers in their order, anything else the most frequent first. */
export function valuesShown({ values, numbers }: Spread): TraitDistribution['values'] {
  if (numbers === null) return values
  const isNumber = ({ value }: (typeof values)[number]) =>
    typeof value === 'number' || typeof value === 'bigint'
  return values.every(isNumber) && values.length <= FEW
    ? [...values].sort((a, b) => Number(a.value) - Number(b.value))
    : values
}

/** The first and the last of some bins next to each other, by their places. */
export interface Range {
  readonly first: number
  readonly last: number
}

/** Presses on bins: the first chooses one, the second all up to there, and a third begins anew. */
export function pressed(range: Range | undefined, bin: number): Range | undefined {
  if (range === undefined || range.first !== range.last) return { first: bin, last: bin }
  if (range.first === bin) return undefined
  return { first: Math.min(range.first, bin), last: Math.max(range.first, bin) }
}

export function peopleIn(bins: readonly Bin[], { first, last }: Range): number {
  return bins.slice(first, last + 1).reduce((sum, { people }) => sum + people, 0)
}

/** Whoever has a number in these bins. The outermost bins hold all that lies beyond, so they have no bound there. */
export function rangeDefinition(trait: string, bins: readonly Bin[], range: Range): JsonObject {
  const { from, to } = boundsOf(bins, range)
  const tests: readonly JsonObject[] = [
    ...(from === undefined ? [] : [{ trait, is: { atLeast: from } }]),
    ...(to === undefined ? [] : [{ trait, is: { lessThan: to } }]),
  ]
  const [only, ...more] = tests
  if (only === undefined) return { trait, is: { exists: true } }
  return more.length === 0 ? only : { all: tests }
}

/** The same in words: `from 10 to less than 20`, `at least 20`. */
export function rangeWords(bins: readonly Bin[], range: Range): string {
  const { from, to } = boundsOf(bins, range)
  if (from === undefined && to === undefined) return 'any number'
  if (from === undefined) return `less than ${formatNumber(to ?? 0)}`
  if (to === undefined) return `at least ${formatNumber(from)}`
  return `from ${formatNumber(from)} to less than ${formatNumber(to)}`
}

function boundsOf(bins: readonly Bin[], { first, last }: Range) {
  return {
    from: first === 0 ? undefined : bins[first]?.from,
    to: last === bins.length - 1 ? undefined : bins[last]?.to,
  }
}

/** The ends that are often meant. Where many share a number, an end that would be much more than it says is left out. */
export function quantileOffers({
  p25,
  p50,
  p75,
  p95,
}: Numbers['quantiles']): readonly { readonly text: string; readonly is: JsonObject }[] {
  return [
    ...(p95 > p75 ? [{ text: 'The top 5%', is: { atLeast: p95 } }] : []),
    ...(p75 > p50 ? [{ text: 'The top quarter', is: { atLeast: p75 } }] : []),
    ...(p25 < p50 ? [{ text: 'The lowest quarter', is: { atMost: p25 } }] : []),
  ]
}

/** Where a number stands on the axis of bins, from 0 to 1. The bins are equally wide, but for what lies beyond the outermost edges. */
export function placeOf(bins: readonly Bin[], value: number): number {
  const second = bins[1]
  if (second === undefined || bins.length < 3) return 0.5
  const width = second.to - second.from
  const place = (value - (second.from - width)) / (width * bins.length)
  return Math.min(1, Math.max(0, place))
}

/** What can be asked of one value, in words: of a number also what lies above and below. Lists and objects cannot be asked for whole. */
export function testsOf(
  value: Json,
  text: string,
): readonly { readonly is: JsonObject; readonly words: string }[] {
  if (typeof value === 'object') return []
  const itself = { is: { equals: value }, words: text }
  if (typeof value !== 'number' && typeof value !== 'bigint') return [itself]
  return [
    { ...itself, words: `exactly ${text}` },
    { is: { atLeast: value }, words: `at least ${text}` },
    { is: { atMost: value }, words: `at most ${text}` },
  ]
}
