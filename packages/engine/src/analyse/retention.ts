import {
  and,
  describe,
  int64,
  localTime,
  ownerOfNode,
  passes,
  periodAt,
  periodName,
  selects,
  sql,
  startOfPeriod,
  type CompileContext,
  type EventCondition,
  type PeriodLength,
  type Sql,
} from '@muster/core'
import { namesOf } from '../library/audiences.ts'
import type { Ask } from './ask.ts'
import type { Cohort, Retention } from './overTimeApi.ts'
import { compileAt, type SubjectContext } from './subject.ts'

export interface RetentionWanted {
  readonly cohort: EventCondition
  readonly returning: EventCondition
  readonly period: PeriodLength
  readonly cohorts: number
  readonly at: number
  /** A select of profiles in parentheses; undefined for everybody. */
  readonly only: Sql | undefined
}

/** Who came back, by cohorts of people whose first event of a kind lies in one week or month. Exact: every profile stands in one cohort. */
export async function retention(
  ask: Ask,
  context: SubjectContext,
  wanted: RetentionWanted,
  signal: AbortSignal | undefined,
): Promise<Retention> {
  const { period, at, cohorts } = wanted
  const { zone } = context
  const now = periodAt(at, period, zone)
  const first = now - cohorts + 1
  const rows = await ask<{
    readonly cohort: string
    readonly period_number: string
    readonly people: string
  }>(countsOf(context, wanted, first), signal)
  const counted = new Map(
    rows.map((row) => [`${row.cohort} ${row.period_number}`, Number(row.people)]),
  )
  const made = Array.from({ length: cohorts }, (_, i): Cohort => {
    const number = first + i
    const count = (offset: number): number => counted.get(`${number} ${number + offset}`) ?? 0
    return {
      name: periodName(number, period),
      from: startOfPeriod(number, period, zone),
      to: startOfPeriod(number + 1, period, zone),
      people: counted.get(`${number} ${WHOLE}`) ?? 0,
      returned: Array.from({ length: now - number + 1 }, (_, offset) => count(offset)),
    }
  })
  const names = namesOf(context.library.audiences)
  return {
    ...{ period, at, cohorts: made, curve: curveOf(made) },
    cohort: describe(wanted.cohort, names),
    returning: describe(wanted.returning, names),
  }
}

/** Stands among the numbers of periods for the whole cohort; periods of real dates are later. */
const WHOLE = -1_000_000

function countsOf(context: SubjectContext, wanted: RetentionWanted, first: number): Sql {
  const compile = compileAt(context, wanted.at)
  const { owner, from } = ownerOfNode()
  const isOf = ({ event, where }: EventCondition): Sql =>
    and([selects(event), passes(where, compile)])
  const number = periodNumber(wanted.period, compile)
  const isStart = isOf(wanted.cohort)
  const isReturn = isOf(wanted.returning)
  const only = wanted.only === undefined ? sql`` : sql`AND profile IN ${wanted.only}`
  const people = sql`SELECT ${owner} AS profile, minIf(${number}, ${isStart}) AS cohort, groupUniqArrayIf(${number}, ${isReturn}) AS returns FROM messages ${from} WHERE ts <= ${int64(wanted.at)} AND (${isStart} OR ${isReturn}) GROUP BY profile HAVING countIf(${isStart}) > 0 AND cohort >= ${int64(first)} ${only}`
  return sql`SELECT cohort, arrayJoin(arrayPushFront(arrayFilter(r -> r >= cohort, returns), toInt64(${int64(WHOLE)}))) AS period_number, count() AS people FROM (${people}) GROUP BY cohort, period_number`
}

/** In SQL what {@link periodAt} says in words. */
export const periodNumber = (length: PeriodLength, context: CompileContext): Sql => {
  const local = localTime(context)
  return length === 'month'
    ? sql`(toInt64(toYear(${local})) * 12 + toMonth(${local}) - 1)`
    : sql`toInt64(floor((toInt64(toInt32(toDate32(${local}))) + 3) / 7))`
}

/** The last number of each cohort is of a period that may not be over, so it takes no part. */
function curveOf(cohorts: readonly Cohort[]): Retention['curve'] {
  return Array.from({ length: Math.max(0, cohorts.length - 1) }, (_, offset) => {
    const old = cohorts.filter(({ returned }) => offset < returned.length - 1)
    const people = old.reduce((n, cohort) => n + cohort.people, 0)
    const returned = old.reduce((n, cohort) => n + (cohort.returned[offset] ?? 0), 0)
    return { offset, people, returned, rate: people === 0 ? undefined : returned / people }
  })
}
