import {
  createNames,
  decodeValue,
  sql,
  traitsQuery,
  uint64,
  type CompileContext,
  type TraitExpression,
} from '@muster/core'
import type { Ask } from '../analyse/ask.ts'
import { mostValues, type NumberSpread, type TraitDistribution } from './traitsApi.ts'

/** A name that no path spells, for an expression that has none yet. */
const ASKED = '\u0000asked'
const BINS = 20

interface Row {
  readonly people: string
  readonly missing: string
  readonly distinct: string
  readonly texts: readonly string[]
  readonly counts: readonly string[]
  readonly number_count: string
  readonly least: number
  readonly greatest: number
  readonly mean: number
  /** Percentiles 1, 5, 25, 50, 75, 95, 99. */
  readonly quantiles: readonly number[]
  readonly bins: readonly string[]
}

/** How an expression's values are spread over everybody at an instant, in one statement. */
export async function distributionOf(
  ask: Ask,
  context: Omit<CompileContext, 'names'>,
  expression: TraitExpression,
  signal: AbortSignal | undefined,
): Promise<Pick<TraitDistribution, 'people' | 'missing' | 'distinct' | 'values' | 'numbers'>> {
  const asked: CompileContext = {
    ...context,
    names: createNames(),
    computedTrait: (name) => (name === ASKED ? expression : context.computedTrait(name)),
  }
  const values = traitsQuery([ASKED], { kind: 'everyone' }, asked)
  const grouped = sql`SELECT v0 AS value, count() AS each FROM (${values}) GROUP BY v0`
  // Numbers are collected with their counts: a million people share far fewer values.
  const number = sql`toFloat64OrZero(substring(value, 2))`
  const isNumber = sql`(startsWith(value, 'i') OR startsWith(value, 'd'))`
  const summed = sql`SELECT
    sum(each) AS people,
    sumIf(each, value = '') AS missing,
    countIf(value != '') AS distinct,
    arraySlice(arraySort(x -> (-x.2, x.1), groupArrayIf((value, toInt64(each)), value != '')), 1, ${uint64(mostValues)}) AS top,
    groupArrayIf((${number}, each), ${isNumber}) AS numbers,
    sumIf(each, ${isNumber}) AS number_count,
    minIf(${number}, ${isNumber}) AS least,
    maxIf(${number}, ${isNumber}) AS greatest,
    sumIf(${number} * each, ${isNumber}) / greatest(number_count, 1) AS mean,
    quantilesExactWeightedIf(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)(${number}, each, ${isNumber}) AS quantiles
    FROM (${grouped})`
  const place = sql`least(greatest(toInt64(floor((n.1 - quantiles[1]) / step)), 0), ${uint64(BINS - 1)})`
  const binned = sql`arrayMap(b -> arraySum(n -> if(${place} = b, n.2, 0), numbers), range(${uint64(BINS)}))`
  const [row] = await ask<Row>(
    sql`SELECT people, missing, distinct, top.1 AS texts, arrayMap(c -> toString(c), top.2) AS counts, number_count, least, greatest, mean, quantiles, if(quantiles[7] > quantiles[1], (quantiles[7] - quantiles[1]) / ${uint64(BINS)}, 1) AS step, arrayMap(c -> toString(c), ${binned}) AS bins FROM (${summed})`,
    signal,
  )
  if (row === undefined) throw new Error('a summary has one row')
  return {
    people: Number(row.people),
    missing: Number(row.missing),
    distinct: Number(row.distinct),
    values: row.texts.map((text, i) => ({
      value: decodeValue(text),
      people: Number(row.counts[i] ?? 0),
    })),
    numbers: Number(row.number_count) === 0 ? undefined : spreadOf(row),
  }
}

function spreadOf(row: Row): NumberSpread {
  const [p1 = 0, p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0, p99 = 0] = row.quantiles
  const people = Number(row.number_count)
  const edge = (i: number): number => p1 + ((p99 - p1) * i) / BINS
  return {
    people,
    min: row.least,
    max: row.greatest,
    mean: row.mean,
    quantiles: { p5, p25, p50, p75, p95 },
    bins:
      p99 > p1
        ? row.bins.map((count, i) => ({
            from: i === 0 ? row.least : edge(i),
            to: i === BINS - 1 ? row.greatest : edge(i + 1),
            people: Number(count),
          }))
        : [{ from: row.least, to: row.greatest, people }],
  }
}
