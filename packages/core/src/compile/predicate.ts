import type { NumberTest, Predicate, Scalar } from '../audience/definition.ts'
import { simpleLowerCase } from '../evaluate/text.ts'
import { durationOf, instantOf as checkedInstant } from '../time/checked.ts'
import { anniversaryDays } from './anniversary.ts'
import { bind } from './bind.ts'
import type { CompileContext } from './context.ts'
import { instantOf } from './instant.ts'
import { nearby } from './near.ts'
import type { Reached } from './path.ts'
import { and, float64, identifier, int64, or, sql, string, strings, type Sql } from './sql.ts'
import {
  compareNumber,
  elements,
  equalsScalar,
  exists,
  isMissing,
  isText,
  lower,
  operator,
  payload,
  type Comparison,
} from './tagged.ts'

/** True when what a path reached satisfies the predicate; behind `[]` it is enough that one element does. */
export function reachedSatisfies(
  reached: Reached,
  predicate: Predicate,
  context: CompileContext,
): Sql {
  if (reached.kind === 'one') {
    return bind(reached.value, context.names, (value) => satisfies(value, predicate, context))
  }
  if ('exists' in predicate)
    return predicate.exists ? sql`notEmpty(${reached.values})` : sql`empty(${reached.values})`
  const x = identifier(context.names.fresh())
  return sql`arrayExists(${x} -> ${satisfies(x, predicate, context)}, ${reached.values})`
}

/** True when one tagged value satisfies the predicate. A missing value satisfies only `{"exists": false}`. */
export function satisfies(value: Sql, predicate: Predicate, context: CompileContext): Sql {
  if ('exists' in predicate) return predicate.exists ? exists(value) : isMissing(value)
  if ('equals' in predicate)
    return equalsOneOf(value, [predicate.equals], predicate.ignoreCase ?? false)
  if ('oneOf' in predicate)
    return equalsOneOf(value, predicate.oneOf, predicate.ignoreCase ?? false)
  if ('contains' in predicate)
    return textTest(value, predicate.contains, predicate.ignoreCase, contains)
  if ('startsWith' in predicate)
    return textTest(value, predicate.startsWith, predicate.ignoreCase, startsWith)
  if ('endsWith' in predicate)
    return textTest(value, predicate.endsWith, predicate.ignoreCase, endsWith)
  if ('matches' in predicate)
    return sql`(${isText(value)} AND match(${payload(value)}, ${string(predicate.matches)}))`
  if ('before' in predicate) return instantTest(value, [['<', checkedInstant(predicate.before)]])
  if ('onOrAfter' in predicate)
    return instantTest(value, [['>=', checkedInstant(predicate.onOrAfter)]])
  if ('withinLast' in predicate) {
    return instantTest(value, [
      ['>', context.at - durationOf(predicate.withinLast)],
      ['<=', context.at],
    ])
  }
  if ('moreThanAgo' in predicate)
    return instantTest(value, [['<=', context.at - durationOf(predicate.moreThanAgo)]])
  if ('withinNext' in predicate) {
    return instantTest(value, [
      ['>', context.at],
      ['<=', context.at + durationOf(predicate.withinNext)],
    ])
  }
  if ('moreThanAhead' in predicate)
    return instantTest(value, [['>', context.at + durationOf(predicate.moreThanAhead)]])
  if ('anniversaryWithin' in predicate) {
    const days = anniversaryDays(context.at, durationOf(predicate.anniversaryWithin), context.zone)
    return sql`(isNotNull(${instantOf(value)}) AND substring(${payload(value)}, 6, 5) IN ${strings(days)})`
  }
  if ('includes' in predicate)
    return anyElement(value, context, (x) => equalsScalar(x, predicate.includes))
  if ('some' in predicate)
    return anyElement(value, context, (x) => satisfies(x, predicate.some, context))
  if ('length' in predicate) {
    const length = sql`toInt64(JSONLength(${payload(value)}))`
    return sql`if(startsWith(${value}, 'a'), ${numberSatisfies(length, predicate.length)}, 0)`
  }
  if ('near' in predicate) return nearby(value, predicate.near)
  return and(
    comparisonsOf(predicate).map(([comparison, argument]) =>
      compareNumber(value, comparison, argument),
    ),
  )
}

/** A number test as the comparisons that must all hold. */
export function comparisonsOf(
  test: NumberTest,
): readonly (readonly [Comparison, number | bigint])[] {
  if ('atLeast' in test) return [['>=', test.atLeast]]
  if ('atMost' in test) return [['<=', test.atMost]]
  if ('moreThan' in test) return [['>', test.moreThan]]
  if ('lessThan' in test) return [['<', test.lessThan]]
  if ('exactly' in test) return [['=', test.exactly]]
  return [
    ['>=', test.between[0]],
    ['<=', test.between[1]],
  ]
}

/** A number test on a plain whole number, such as a count. */
export const numberSatisfies = (count: Sql, test: NumberTest): Sql =>
  and(
    comparisonsOf(test).map(([comparison, argument]) =>
      typeof argument === 'bigint' || Number.isSafeInteger(argument)
        ? sql`toInt64(${count}) ${operator(comparison)} ${int64(argument)}`
        : sql`toInt64(${count}) ${operator(comparison)} ${float64(argument)}`,
    ),
  )

function equalsOneOf(value: Sql, scalars: readonly Scalar[], ignoreCase: boolean): Sql {
  if (!ignoreCase) {
    const spelled = scalars.filter((scalar) => typeof scalar !== 'number')
    const texts = spelled.filter((scalar) => typeof scalar === 'string')
    const others = scalars.filter((scalar) => typeof scalar !== 'string')
    return or([
      ...(texts.length > 0 ? [sql`${value} IN ${strings(texts.map((text) => `s${text}`))}`] : []),
      ...others.map((scalar) => equalsScalar(value, scalar)),
    ])
  }
  const lowered = scalars.map((scalar) => simpleLowerCase(String(scalar)))
  return sql`(${isText(value)} AND ${lower(payload(value))} IN ${strings(lowered)})`
}

type TextTest = (text: Sql, needle: Sql) => Sql
const contains: TextTest = (text, needle) => sql`position(${text}, ${needle}) > 0`
const startsWith: TextTest = (text, needle) => sql`startsWith(${text}, ${needle})`
const endsWith: TextTest = (text, needle) => sql`endsWith(${text}, ${needle})`

function textTest(
  value: Sql,
  needle: string,
  ignoreCase: boolean | undefined,
  test: TextTest,
): Sql {
  return ignoreCase === true
    ? sql`(${isText(value)} AND ${test(lower(payload(value)), sql`${string(simpleLowerCase(needle))}`)})`
    : sql`(${isText(value)} AND ${test(payload(value), sql`${string(needle)}`)})`
}

function instantTest(value: Sql, bounds: readonly (readonly [Comparison, number])[]): Sql {
  const instant = identifier('i')
  const tests = bounds.map(
    ([comparison, bound]) => sql`${instant} ${operator(comparison)} ${int64(bound)}`,
  )
  return sql`arrayExists(${instant} -> ifNull(${and(tests)}, 0), [${instantOf(value)}])`
}

function anyElement(value: Sql, context: CompileContext, test: (element: Sql) => Sql): Sql {
  const x = identifier(context.names.fresh())
  return sql`arrayExists(${x} -> ${test(x)}, ${elements(value, context.names)})`
}
