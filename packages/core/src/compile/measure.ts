import type { TraitAggregate, TraitMeasure } from '../audience/computedTrait.ts'
import type { Aggregate, Measure, NumberTest, Predicate } from '../audience/definition.ts'
import { inWindow, type Entity } from './entity.ts'
import { eventRoot, localTime, passes, selects } from './filter.ts'
import { compareFraction, wholeFraction, type Fraction } from './fraction.ts'
import { reach, type Reached } from './path.ts'
import { comparisonsOf, numberSatisfies, satisfies } from './predicate.ts'
import { eventRead } from './reads.ts'
import { rowOrder } from './rowOrder.ts'
import { and, identifier, int64, sql, type Sql } from './sql.ts'
import { decimal, distinctKey, exists, payload } from './tagged.ts'

/** True for a message that the measure is over. */
export function matching(measure: Measure, entity: Entity): Sql {
  entity.wanted.events.push(eventRead(measure.event, measure.window, entity.context))
  return and([
    selects(measure.event),
    inWindow(measure.window, entity),
    passes(measure.where, entity.context),
  ])
}

/** What was measured over one entity's messages. */
type Measured =
  | { readonly kind: 'whole'; readonly count: Sql }
  | { readonly kind: 'fraction'; readonly fraction: Fraction }
  /** Integers and doubles apart, so that each is compared exactly; NULL where there was none. */
  | {
      readonly kind: 'extreme'
      readonly integer: Sql
      readonly double: Sql
      readonly least: boolean
    }
  | { readonly kind: 'value'; readonly value: Sql }

const MIN_COUNT: NumberTest = { atLeast: 1 }

/** True when the measure satisfies the test; without one, when there is at least one. */
export function measureSatisfies(
  measure: Measure,
  test: NumberTest | Predicate | undefined,
  entity: Entity,
): Sql {
  const measured = measureOf(measure, entity)
  // The check has seen that `first` and `last` alone take a predicate, and every other aggregate a number test.
  if (measured.kind === 'value') return satisfies(measured.value, test as Predicate, entity.context)
  const numberTest = (test as NumberTest | undefined) ?? MIN_COUNT
  switch (measured.kind) {
    case 'whole':
      return numberSatisfies(measured.count, numberTest)
    case 'fraction':
      return and(
        comparisonsOf(numberTest).map(([c, argument]) =>
          compareFraction(measured.fraction, c, argument),
        ),
      )
    case 'extreme':
      return satisfies(extremeValue(measured), numberTest, entity.context)
  }
}

/** The measure as an exact fraction, for a ratio; what is no number is missing. */
export function measureFraction(measure: Measure, entity: Entity): Fraction {
  const measured = measureOf(measure, entity)
  switch (measured.kind) {
    case 'whole':
      return wholeFraction(measured.count)
    case 'fraction':
      return measured.fraction
    case 'extreme':
      return fractionOfValue(extremeValue(measured))
    case 'value':
      return fractionOfValue(measured.value)
  }
}

/** What a computed trait measures: a number, or a tagged value, `''` when it is missing. */
export function measuredValue(
  measure: TraitMeasure,
  entity: Entity,
):
  | { readonly kind: 'fraction'; readonly fraction: Fraction }
  | { readonly kind: 'value'; readonly value: Sql } {
  const { aggregate = 'count', ...events } = measure
  const special = specialValue(aggregate, events, entity)
  if (special !== undefined) return { kind: 'value', value: special }
  const measured = measureOf({ ...events, aggregate: aggregate as Aggregate }, entity)
  switch (measured.kind) {
    case 'whole':
      return { kind: 'fraction', fraction: wholeFraction(measured.count) }
    case 'extreme':
      return { kind: 'value', value: extremeValue(measured) }
    case 'fraction':
    case 'value':
      return measured
  }
}

const WEEK = sql`['smon', 'stue', 'swed', 'sthu', 'sfri', 'ssat', 'ssun']`

/** The aggregates that only a computed trait has. */
function specialValue(
  aggregate: TraitAggregate,
  events: Omit<Measure, 'aggregate'>,
  entity: Entity,
): Sql | undefined {
  const match = matching(events, entity)
  const fact = (name: string, make: () => Sql): Sql =>
    entity.events.column(`${name} ${scopeOf(events)}`, make)
  const since = (instant: Sql): Sql =>
    sql`if(isNull(${instant}), '', concat('i', toString(intDiv(${int64(entity.context.at)} - assumeNotNull(${instant}), 86400000))))`
  const clock = localTime(entity.context)
  if (aggregate === 'daysSinceFirst')
    return since(fact('first ts', () => sql`minOrNullIf(ts, ${match})`))
  if (aggregate === 'daysSinceLast')
    return since(fact('last ts', () => sql`maxOrNullIf(ts, ${match})`))
  if (aggregate === 'mostFrequentHour') {
    const hours = fact('hours', () => counts(sql`[toHour(${clock})]`, match))
    return sql`if(empty(${hours}.1), '', concat('i', toString(${commonest(hours)})))`
  }
  if (aggregate === 'mostFrequentWeekday') {
    const days = fact('weekdays', () => counts(sql`[toDayOfWeek(${clock})]`, match))
    return sql`if(empty(${days}.1), '', ${WEEK}[${commonest(days)}])`
  }
  if (typeof aggregate === 'string' || !('mostFrequent' in aggregate)) return undefined
  const path = aggregate.mostFrequent
  const values = fact(`frequent ${path}`, () => {
    const reached = reach(eventRoot(entity.context), path, entity.context.names)
    const x = identifier(entity.context.names.fresh())
    const all = reached.kind === 'one' ? sql`[${reached.value}]` : reached.values
    return counts(sql`arrayFilter(${x} -> match(${x}, '^[sib]'), ${all})`, match)
  })
  return commonest(values)
}

/** How often each element of each message's array comes: the keys in their order, and their counts. */
const counts = (keys: Sql, match: Sql): Sql =>
  sql`sumMapIf(${keys}, arrayWithConstant(length(${keys}), toUInt64(1)), ${match})`

/** The first of the keys that come most often. */
const commonest = (found: Sql): Sql => sql`${found}.1[indexOf(${found}.2, arrayMax(${found}.2))]`

function fractionOfValue(value: Sql): Fraction {
  const amount = decimal(value)
  return {
    numerator: sql`ifNull(${units(amount)}, 0)`,
    denominator: sql`toInt256(1)`,
    isPresent: sql`isNotNull(${amount})`,
  }
}

/** A Decimal(38, 9) in units of 10^-9. */
const units = (amount: Sql): Sql => sql`toInt256(reinterpretAsInt128(${amount}))`

/** The lesser (or greater) of the extreme integer and the extreme double, tagged; `''` if there is neither. */
function extremeValue({ integer, double, least }: Extract<Measured, { kind: 'extreme' }>): Sql {
  const wins = least ? sql`${integer} <= ${double}` : sql`${integer} >= ${double}`
  return sql`multiIf(isNull(${integer}) AND isNull(${double}), '', isNull(${double}) OR ifNull(${wins}, 0), concat('i', toString(ifNull(${integer}, 0))), concat('d', toString(ifNull(${double}, 0))))`
}

function measureOf(measure: Measure, entity: Entity): Measured {
  const { aggregate = 'count' } = measure
  const match = matching(measure, entity)
  const fact = (name: string, make: () => Sql): Sql =>
    entity.events.column(`${name} ${scopeOf(measure)}`, make)
  if (aggregate === 'count')
    return { kind: 'whole', count: fact('count', () => sql`countIf(${match})`) }
  if (aggregate === 'daysActive') {
    return {
      kind: 'whole',
      count: fact('days', () => sql`uniqExactIf(toDate32(${localTime(entity.context)}), ${match})`),
    }
  }
  const at = (path: string): Reached => reach(eventRoot(entity.context), path, entity.context.names)
  if ('distinct' in aggregate)
    return {
      kind: 'whole',
      count: fact(`distinct ${aggregate.distinct}`, () =>
        distinct(at(aggregate.distinct), match, entity),
      ),
    }
  if ('sum' in aggregate) {
    const sum = fact(`sum ${aggregate.sum}`, () => total(at(aggregate.sum), match, entity))
    return {
      kind: 'fraction',
      fraction: { numerator: units(sum), denominator: sql`toInt256(1)`, isPresent: sql`1` },
    }
  }
  if ('average' in aggregate) {
    const sum = fact(`sum ${aggregate.average}`, () => total(at(aggregate.average), match, entity))
    const count = fact(`numbers ${aggregate.average}`, () =>
      numbers(at(aggregate.average), match, entity),
    )
    return {
      kind: 'fraction',
      fraction: {
        numerator: units(sum),
        denominator: sql`toInt256(${count})`,
        isPresent: sql`${count} > 0`,
      },
    }
  }
  if ('min' in aggregate || 'max' in aggregate) {
    const least = 'min' in aggregate
    const path = least ? aggregate.min : aggregate.max
    const name = least ? 'min' : 'max'
    return {
      kind: 'extreme',
      least,
      integer: fact(`${name} integer ${path}`, () => extreme(at(path), match, entity, least, 'i')),
      double: fact(`${name} double ${path}`, () => extreme(at(path), match, entity, least, 'd')),
    }
  }
  if ('first' in aggregate)
    return {
      kind: 'value',
      value: fact(`first ${aggregate.first}`, () => endmost(at(aggregate.first), match, true)),
    }
  return {
    kind: 'value',
    value: fact(`last ${aggregate.last}`, () => endmost(at(aggregate.last), match, false)),
  }
}

/** Tells apart what measures are over. */
const scopeOf = ({ event, where, window }: Measure): string =>
  JSON.stringify([event, where ?? null, window ?? null], bigintText)

const bigintText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}n` : value

function distinct(reached: Reached, match: Sql, entity: Entity): Sql {
  if (reached.kind === 'one')
    return sql`uniqExactIf(${distinctKey(reached.value)}, ${match} AND ${exists(reached.value)})`
  const x = identifier(entity.context.names.fresh())
  return sql`uniqExactArrayIf(arrayMap(${x} -> ${distinctKey(x)}, ${reached.values}), ${match})`
}

/** Each message's addend: decimal amounts are read only where the message matches, since reading them is what costs. */
function total(reached: Reached, match: Sql, entity: Entity): Sql {
  if (reached.kind === 'one')
    return sql`ifNull(sum(if(${match}, ${decimal(reached.value)}, NULL)), 0)`
  const x = identifier(entity.context.names.fresh())
  return sql`ifNull(sum(if(${match}, arraySum(arrayMap(${x} -> ifNull(${decimal(x)}, toDecimal128(0, 9)), ${reached.values})), NULL)), 0)`
}

function numbers(reached: Reached, match: Sql, entity: Entity): Sql {
  if (reached.kind === 'one') return sql`countIf(${match} AND isNotNull(${decimal(reached.value)}))`
  const x = identifier(entity.context.names.fresh())
  return sql`sumIf(arrayCount(${x} -> isNotNull(${decimal(x)}), ${reached.values}), ${match})`
}

function extreme(
  reached: Reached,
  match: Sql,
  entity: Entity,
  least: boolean,
  tag: 'i' | 'd',
): Sql {
  const has = (value: Sql): Sql =>
    tag === 'i' ? sql`startsWith(${value}, 'i')` : sql`startsWith(${value}, 'd')`
  const read = (value: Sql): Sql =>
    tag === 'i' ? sql`toInt64OrZero(${payload(value)})` : sql`toFloat64OrZero(${payload(value)})`
  if (reached.kind === 'one') {
    const [value, condition] = [read(reached.value), sql`${match} AND ${has(reached.value)}`]
    return least
      ? sql`minOrNullIf(${value}, ${condition})`
      : sql`maxOrNullIf(${value}, ${condition})`
  }
  const x = identifier(entity.context.names.fresh())
  const found = sql`arrayMap(${x} -> ${read(x)}, arrayFilter(${x} -> ${has(x)}, ${reached.values}))`
  const condition = sql`${match} AND notEmpty(${found})`
  return least
    ? sql`minOrNullIf(arrayMin(${found}), ${condition})`
    : sql`maxOrNullIf(arrayMax(${found}), ${condition})`
}

/** The value in the earliest or latest matching message that has one. */
function endmost(reached: Reached, match: Sql, earliest: boolean): Sql {
  const value =
    reached.kind === 'one'
      ? reached.value
      : earliest
        ? sql`${reached.values}[1]`
        : sql`${reached.values}[-1]`
  const condition = sql`${match} AND ${exists(value)}`
  return earliest
    ? sql`argMinIf(${value}, ${rowOrder}, ${condition})`
    : sql`argMaxIf(${value}, ${rowOrder}, ${condition})`
}
