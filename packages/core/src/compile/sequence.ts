import type {
  NotFollowedByCondition,
  SequenceCondition,
  Step,
  Window,
} from '../audience/definition.ts'
import { durationOf } from '../time/checked.ts'
import type { Entity } from './entity.ts'
import { matching } from './measure.ts'
import { identifier, int64, sql, type Sql } from './sql.ts'

/*
 * Sequences are decided on sorted arrays of timestamps, one for each step, in time linear in their lengths. For each occurrence of
 * step j the chain that began latest is carried along: it is the best one under every constraint, since `within` and `without` both
 * favour a later start.
 */

/** The timestamps of the messages that match a step, sorted, each once. */
function timesOf(step: Step, window: Window | undefined, entity: Entity): Sql {
  const measure = { ...step, ...(window === undefined ? {} : { window }) }
  const key = `times ${JSON.stringify(measure, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v))}`
  return entity.events.column(
    key,
    () => sql`arraySort(groupUniqArrayIf(ts, ${matching(measure, entity)}))`,
  )
}

/** True when the steps were taken in order, each strictly later than the one before. */
export function sequenceHolds(condition: SequenceCondition, entity: Entity): Sql {
  const { names } = entity.context
  const [first, ...rest] = condition.sequence
  if (first === undefined) throw new Error('a checked sequence has steps')
  const x = identifier(names.fresh())
  let chains = sql`arrayMap(${x} -> (${x}, ${x}), ${timesOf(first, condition.window, entity)})`
  for (const step of rest) chains = extendChains(chains, timesOf(step, undefined, entity), entity)
  const within = condition.within === undefined ? undefined : durationOf(condition.within)
  const isShort = (first: Sql, last: Sql): Sql =>
    within === undefined ? sql`1` : sql`${last} - ${first} <= ${int64(within)}`
  const chain = identifier(names.fresh())
  if (condition.without === undefined) {
    return sql`arrayExists(${chain} -> ${isShort(sql`${chain}.2`, sql`${chain}.1`)}, ${chains})`
  }
  const excluded = timesOf(condition.without, undefined, entity)
  return sql`arrayExists(${chain} -> ${isShort(sql`${chain}.2`, sql`${chain}.1`)} AND ${chain}.3 <= ${chain}.2, ${withLastBefore(chains, excluded, entity)})`
}

/** From (last, first) chains to those that go on to one of `times`: (time, first of the latest chain that ended strictly before it). */
function extendChains(chains: Sql, times: Sql, entity: Entity): Sql {
  const [a, b, c, m, f] = [0, 1, 2, 3, 4].map(() => identifier(entity.context.names.fresh())) as [
    Sql,
    Sql,
    Sql,
    Sql,
    Sql,
  ]
  // At one instant the new step (0) sorts before the chains that end there (1), which makes "strictly later".
  const merged = sql`arraySort(arrayConcat(arrayMap(${a} -> (${a}.1, toUInt8(1), ${a}.2), ${chains}), arrayMap(${b} -> (${b}, toUInt8(0), toInt64(0)), ${times})))`
  const carried = sql`arrayFill(${c} -> ${c}.2 = 1, ${merged})`
  const joined = sql`arrayMap((${m}, ${f}) -> (${m}.1, ${f}.3, ${m}.2 = 0 AND ${f}.2 = 1), ${merged}, ${carried})`
  const x = identifier(entity.context.names.fresh())
  return sql`arrayMap(${x} -> (${x}.1, ${x}.2), arrayFilter(${x} -> ${x}.3, ${joined}))`
}

/** Adds to each (last, first) chain the latest of `times` strictly before its last; the least Int64 if there is none. */
function withLastBefore(chains: Sql, times: Sql, entity: Entity): Sql {
  const [a, b, c, m, f] = [0, 1, 2, 3, 4].map(() => identifier(entity.context.names.fresh())) as [
    Sql,
    Sql,
    Sql,
    Sql,
    Sql,
  ]
  const merged = sql`arraySort(arrayConcat(arrayMap(${a} -> (${a}, toUInt8(1), toInt64(0)), ${times}), arrayMap(${b} -> (${b}.1, toUInt8(0), ${b}.2), ${chains})))`
  const carried = sql`arrayFill(${c} -> ${c}.2 = 1, ${merged})`
  const x = identifier(entity.context.names.fresh())
  return sql`arrayFilter(${x} -> ${x}.4, arrayMap((${m}, ${f}) -> (${m}.1, ${m}.3, if(${f}.2 = 1, ${f}.1, toInt64(-9223372036854775808)), ${m}.2 = 0), ${merged}, ${carried}))`
}

/** True when some matching event had no `notFollowedBy` in (t, t + D], and t + D has come. */
export function notFollowedHolds(condition: NotFollowedByCondition, entity: Entity): Sql {
  const { event, where, window, notFollowedBy } = condition
  const within = durationOf(condition.within)
  const starts = timesOf({ event, ...(where === undefined ? {} : { where }) }, window, entity)
  const answers = timesOf(notFollowedBy, undefined, entity)
  const [a, b, c, m, f] = [0, 1, 2, 3, 4].map(() => identifier(entity.context.names.fresh())) as [
    Sql,
    Sql,
    Sql,
    Sql,
    Sql,
  ]
  // At one instant the answer (0) sorts before the start (1): only what comes strictly later answers.
  const merged = sql`arraySort(arrayConcat(arrayMap(${a} -> (${a}, toUInt8(0)), ${answers}), arrayMap(${b} -> (${b}, toUInt8(1)), ${starts})))`
  const next = sql`arrayReverseFill(${c} -> ${c}.2 = 0, ${merged})`
  const isUnanswered = sql`(${f}.2 = 1 OR ${f}.1 > ${m}.1 + ${int64(within)})`
  return sql`arrayExists((${m}, ${f}) -> ${m}.2 = 1 AND ${m}.1 <= ${int64(entity.context.at - within)} AND ${isUnanswered}, ${merged}, ${next})`
}
