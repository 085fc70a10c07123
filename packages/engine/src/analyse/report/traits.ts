import {
  decimal,
  decodeValue,
  fromJson,
  identifier,
  int64,
  join,
  payload,
  sql,
  strings,
  traitsQuery,
  uint64,
  type CompileContext,
  type Json,
  type Moments,
  type Sql,
} from '@muster/core'
import type { Ask } from '../ask.ts'
import type { AudienceReport } from '../reportApi.ts'
import type { People } from '../subject.ts'

/** A trait, or a key inside one, as it stands with members and with all. */
export type TraitFacts = { readonly path: string } & (
  | {
      readonly kind: 'categories'
      /** People with each value. Behind `[]` one person may have several. */
      readonly values: readonly {
        readonly value: Json
        readonly members: number
        readonly all: number
      }[]
    }
  | { readonly kind: 'numbers'; readonly members: Moments; readonly all: Moments }
)

/** Texts with more distinct values than these are names, addresses and the like. `uniqUpTo` counts exactly up to 100. */
const MOST_VALUES = 100
/** The traits that most messages brought; each costs a column of the scan. */
const MOST_TRAITS = 30

/**
 * All traits as they stand at the instant: text and booleans as categories, numbers as numbers; objects by their keys, arrays by their
 * elements. Traits whose texts are too many to be categories are left out, and said.
 */
export async function traitsOf(
  ask: Ask,
  context: CompileContext,
  people: People,
  signal: AbortSignal | undefined,
): Promise<{
  readonly traits: readonly TraitFacts[]
  readonly leftOut: AudienceReport['leftOut']
}> {
  const { used, leftOut } = await chooseTraits(ask, context.at, signal)
  if (used.length === 0) return { traits: [], leftOut }
  const { facts, tooMany } = await factsOf(ask, context, used, people, signal)
  return {
    traits: facts,
    leftOut: [
      ...leftOut,
      ...tooMany.map((trait) => ({ trait, because: 'too_many_values' as const })),
    ],
  }
}

interface Chosen {
  readonly name: string
  readonly isNested: boolean
}

async function chooseTraits(
  ask: Ask,
  at: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly used: readonly Chosen[]; readonly leftOut: AudienceReport['leftOut'] }> {
  const rows = await ask<{
    readonly name: string
    readonly texts: string
    readonly others: string
    readonly nested: string
  }>(
    sql`SELECT name, uniqUpTo(100)(if(startsWith(value, 's'), value, 'b1')) AS texts, countIf(match(value, '^[idb]')) AS others, countIf(match(value, '^[ao]')) AS nested, count() AS n FROM traits WHERE ts <= ${int64(at)} AND value != '' GROUP BY name ORDER BY n DESC, name`,
    signal,
  )
  const isFit = (row: (typeof rows)[number]): boolean =>
    Number(row.others) + Number(row.nested) > 0 || Number(row.texts) <= MOST_VALUES
  const fit = rows.filter(isFit)
  return {
    used: fit
      .slice(0, MOST_TRAITS)
      .map(({ name, nested }) => ({ name, isNested: Number(nested) > 0 })),
    leftOut: [
      ...rows
        .filter((row) => !isFit(row))
        .map(({ name }) => ({ trait: name, because: 'too_many_values' as const })),
      ...fit
        .slice(MOST_TRAITS)
        .map(({ name }) => ({ trait: name, because: 'too_many_traits' as const })),
    ],
  }
}

interface FactRow {
  readonly path: string
  readonly is_number: number
  readonly text: string
  readonly everybody: string
  readonly ours: string
  /** Sums of the numbers (9 decimal places) and of their squares (18), over everybody and over members. */
  readonly total: string
  readonly squares: string
  readonly our_total: string
  readonly our_squares: string
  readonly distinct_values: string
}

async function factsOf(
  ask: Ask,
  context: CompileContext,
  used: readonly Chosen[],
  people: People,
  signal: AbortSignal | undefined,
): Promise<{ readonly facts: readonly TraitFacts[]; readonly tooMany: readonly string[] }> {
  const values = traitsQuery(
    used.map(({ name }) => name),
    { kind: 'everyone' },
    context,
  )
  const stand = used.map((_, i) => sql`(${uint64(i)}, ${identifier(`v${i}`)})`)
  // Grouped as they stand first, so that JSON is taken apart once for each distinct value and not for each person.
  const raw = sql`SELECT stands.1 AS place, stands.2 AS value, count() AS people, sum(is_member) AS members FROM (SELECT profile IN ${people.set} AS is_member, arrayJoin(arrayFilter(s -> s.2 != '', [${join(stand, ', ')}])) AS stands FROM (${values})) GROUP BY place, value`
  const split = sql`SELECT people AS weight, members AS our_weight, arrayJoin(${leavesOf(used, context)}) AS leaf FROM (${raw})`
  const grouped = sql`SELECT leaf.1 AS path, number IS NOT NULL AS is_number, if(is_number, '', leaf.2) AS text, sum(weight) AS everybody, sum(our_weight) AS ours, toString(sum(x * weight)) AS total, toString(sum(x * x * weight)) AS squares, toString(sum(x * our_weight)) AS our_total, toString(sum(x * x * our_weight)) AS our_squares FROM (SELECT weight, our_weight, leaf, ${decimal(sql`leaf.2`)} AS number, toDecimal256(ifNull(number, 0), 9) AS x FROM (${split})) WHERE is_number OR match(leaf.2, '^[sb]') GROUP BY path, is_number, text`
  const rows = await ask<FactRow>(
    sql`SELECT * FROM (SELECT *, count() OVER (PARTITION BY path, is_number) AS distinct_values, row_number() OVER (PARTITION BY path, is_number ORDER BY text) AS place FROM (${grouped})) WHERE distinct_values <= ${uint64(MOST_VALUES)} OR place = 1`,
    signal,
  )
  const isTooMany = (row: FactRow): boolean => Number(row.distinct_values) > MOST_VALUES
  const paths = new Map<string, FactRow[]>()
  for (const row of rows) {
    if (isTooMany(row)) continue
    const key = `${row.is_number}${row.path}`
    paths.set(key, [...(paths.get(key) ?? []), row])
  }
  return {
    facts: [...paths.values()].map(factOf).sort((a, b) => (a.path < b.path ? -1 : 1)),
    tooMany: rows
      .filter(isTooMany)
      .map(({ path }) => path)
      .toSorted(),
  }
}

/** The (path, value) pairs that a trait's value comes to: itself, or the scalars one step inside. */
function leavesOf(used: readonly Chosen[], { names }: CompileContext): Sql {
  const name = sql`${strings(used.map(({ name }) => name))}[place + 1]`
  const keys = sql`arrayMap(k -> (concat(${name}, '.', k.1), ${fromJson(sql`k.2`, names)}), JSONExtractKeysAndValuesRaw(${payload(sql`value`)}))`
  // A number among other elements is none of the person's own.
  const elements = sql`arrayMap(e -> (concat(${name}, '[]'), ${fromJson(sql`e`, names)}), arrayFilter(e -> match(e, '^["tf]'), arrayDistinct(JSONExtractArrayRaw(${payload(sql`value`)}))))`
  return sql`multiIf(startsWith(value, 'o'), ${keys}, startsWith(value, 'a'), ${elements}, [(${name}, value)])`
}

function factOf(rows: readonly FactRow[]): TraitFacts {
  const [first] = rows
  if (first === undefined) throw new Error('a group has a row')
  const { path } = first
  if (first.is_number === 1) {
    return {
      path,
      kind: 'numbers',
      members: moments(first.ours, first.our_total, first.our_squares),
      all: moments(first.everybody, first.total, first.squares),
    }
  }
  return {
    path,
    kind: 'categories',
    values: rows.map(({ text, ours, everybody }) => ({
      value: decodeValue(text),
      members: Number(ours),
      all: Number(everybody),
    })),
  }
}

/** From exact sums, so that the variance of large numbers that lie close together is not lost in rounding. */
function moments(count: string, total: string, squares: string): Moments {
  const n = BigInt(count)
  if (n === 0n) return { count: 0, mean: 0, variance: 0 }
  const sum = units(total, 9)
  const spread = n * units(squares, 18) - sum * sum
  return {
    count: Number(n),
    mean: Number(sum) / 1e9 / Number(n),
    variance: n === 1n ? 0 : Number(spread) / 1e18 / Number(n * (n - 1n)),
  }
}

/** A decimal text in units of its last place. */
function units(text: string, places: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(places, '0'))
}
