import { identifier, join, sql, uint64, uint64s, type Sql } from '@muster/core'
import type { Duplicates, Overlap, Pair, Suppression } from './analysesApi.ts'
import { mostSets, type Named } from './subjectApi.ts'
import type { Ask } from './ask.ts'
import type { Found } from './subject.ts'

/**
 * A row for each member of each set: `place` (from 0) and `profile`. Sets as they are recorded now are read in one scan of the table's own
 * order, in which the newest word on each member is found by merging and not by hashing.
 */
function membersOf(sets: readonly Found[]): Sql {
  const recorded = sets.flatMap(({ recordedNow }, place) =>
    recordedNow === undefined ? [] : [{ number: BigInt(recordedNow), place: BigInt(place) }],
  )
  const numbers = uint64s(recorded.map(({ number }) => number))
  const places = uint64s(recorded.map(({ place }) => place))
  return join(
    [
      ...(recorded.length === 0
        ? []
        : [
            sql`SELECT transform(toUInt64(audience), ${numbers}, ${places}, toUInt64(0)) AS place, profile FROM members_by_audience FINAL WHERE audience IN ${numbers} AND member = 1`,
          ]),
      ...sets.flatMap(({ recordedNow, people }, place) =>
        recordedNow === undefined
          ? [sql`SELECT ${uint64(place)} AS place, profile FROM (${people})`]
          : [],
      ),
    ],
    ' UNION ALL ',
  )
}

/** The sizes of all intersections of two sets, a set with itself included, over bitmaps of the profiles' dense numbers. */
async function intersections(
  ask: Ask,
  sets: readonly Found[],
  signal: AbortSignal | undefined,
): Promise<(a: number, b: number) => number> {
  const bitmaps = sql`SELECT place, groupBitmapState(profile) AS members FROM (${membersOf(sets)}) GROUP BY place`
  const [row] = await ask<{
    readonly places: readonly string[]
    readonly both: readonly (readonly string[])[]
  }>(
    sql`WITH (SELECT groupArray((place, members)) FROM (${bitmaps})) AS sets SELECT arrayMap(x -> x.1, sets) AS places, arrayMap(x -> arrayMap(y -> if(y.1 < x.1, toUInt64(0), bitmapAndCardinality(x.2, y.2)), sets), sets) AS both`,
    signal,
  )
  const order = new Map((row?.places ?? []).map((place, i) => [Number(place), i]))
  // A set of nobody makes no bitmap.
  const at = (a: number, b: number): number =>
    Number(row?.both[order.get(a) ?? -1]?.[order.get(b) ?? -1] ?? 0)
  return (a, b) => at(Math.min(a, b), Math.max(a, b))
}

/** A row for each profile in any set: `profile`, and `mask`, in which bit i says that it is in set i. */
const masks = (sets: readonly Found[]): Sql =>
  sql`SELECT profile, groupBitOr(bitShiftLeft(toUInt64(1), place)) AS mask FROM (${membersOf(sets)}) GROUP BY profile`

const named = ({ about }: Found, size: number): Named => ({ ...about, size })
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

export async function overlap(
  ask: Ask,
  sets: readonly Found[],
  most: number,
  signal: AbortSignal | undefined,
): Promise<Overlap> {
  const both = await intersections(ask, sets, signal)
  const found = await ask<{
    readonly mask: string
    readonly people: string
    readonly combinations: string
    readonly everybody: string
  }>(
    sql`SELECT mask, count() AS people, count() OVER () AS combinations, sum(people) OVER () AS everybody FROM (${masks(sets)}) GROUP BY mask ORDER BY people DESC, mask LIMIT ${uint64(most)}`,
    signal,
  )
  const combinations = found.map(({ mask, people }) => ({
    mask: BigInt(mask),
    people: Number(people),
  }))
  return {
    sets: sets.map((set, i) => named(set, both(i, i))),
    pairs: pairsOf(sets.length, both),
    combinations: combinations.map(({ mask, people }) => ({ sets: placesIn(mask), people })),
    combinationsInAll: Number(found[0]?.combinations ?? 0),
    peopleInAll: Number(found[0]?.everybody ?? 0),
  }
}

function pairsOf(count: number, both: (a: number, b: number) => number): readonly Pair[] {
  const places = Array.from({ length: count }, (_, i) => i)
  return places.flatMap((a) =>
    places.slice(a + 1).map((b) => {
      const [sizeA, sizeB, common] = [both(a, a), both(b, b), both(a, b)]
      return {
        ...{ a, b, both: common },
        shareOfA: share(common, sizeA),
        shareOfB: share(common, sizeB),
        jaccard: share(common, sizeA + sizeB - common),
      }
    }),
  )
}

const placesIn = (mask: bigint): readonly number[] =>
  Array.from({ length: mostSets }, (_, place) => place).filter(
    (place) => ((mask >> BigInt(place)) & 1n) === 1n,
  )

/** Pairs of sets that are nearly the same people, the nearest first. */
export async function duplicates(
  ask: Ask,
  sets: readonly Found[],
  similarity: number,
  signal: AbortSignal | undefined,
): Promise<Duplicates> {
  const both = await intersections(ask, sets, signal)
  const pairs = pairsOf(sets.length, both)
    .flatMap((pair) => {
      const [a, b] = [sets[pair.a], sets[pair.b]]
      if (a === undefined || b === undefined) throw new Error('a pair names two sets')
      const sameMeaning = a.meaning === b.meaning
      if (pair.jaccard < similarity && !sameMeaning) return []
      return [
        {
          a: named(a, both(pair.a, pair.a)),
          b: named(b, both(pair.b, pair.b)),
          both: pair.both,
          jaccard: pair.jaccard,
          sameMeaning,
        },
      ]
    })
    .sort((x, y) => y.jaccard - x.jaccard)
  return { compared: sets.length, pairs }
}

/** The first set without the others. Each person of it stands in one combination, so the figures add up. */
export async function suppression(
  ask: Ask,
  who: Found,
  without: readonly Found[],
  signal: AbortSignal | undefined,
): Promise<Suppression> {
  const sets = [who, ...without]
  const bit = (place: number): Sql => sql`${uint64(1n << BigInt(place))}`
  const figures = without.map((_, i) => {
    const place = i + 1
    const [size, removes, alone] = [`size${place}`, `removes${place}`, `alone${place}`]
    return sql`countIf(bitAnd(mask, ${bit(place)}) != 0) AS ${identifier(size)}, countIf(bitAnd(mask, 1) = 1 AND bitAnd(mask, ${bit(place)}) != 0) AS ${identifier(removes)}, countIf(mask = 1 + ${bit(place)}) AS ${identifier(alone)}`
  })
  const [row = {}] = await ask<Readonly<Record<string, string>>>(
    sql`SELECT ${join([sql`countIf(bitAnd(mask, 1) = 1) AS size0, countIf(mask = 1) AS remain`, ...figures], ', ')} FROM (${masks(sets)})`,
    signal,
  )
  const figure = (name: string): number => Number(row[name] ?? 0)
  const definitions = sets.flatMap(({ definition }) =>
    definition === undefined ? [] : [definition],
  )
  const [first, ...others] = definitions
  return {
    who: named(who, figure('size0')),
    left: figure('remain'),
    removed: figure('size0') - figure('remain'),
    by: without.map((set, i) => ({
      set: named(set, figure(`size${i + 1}`)),
      removes: figure(`removes${i + 1}`),
      removesAlone: figure(`alone${i + 1}`),
    })),
    definition:
      first === undefined || definitions.length < sets.length
        ? undefined
        : { all: [first, ...others.map((not) => ({ not }))] },
  }
}
