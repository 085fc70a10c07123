import { decodeValue, join, sql, traitsQuery, uint64, type Sql } from '@muster/core'
import { done, refused, type Outcome } from '../metadata/outcome.ts'
import type { Ask } from './ask.ts'
import { mostStates, type Migration } from './overTimeApi.ts'
import { compileAt, type Found, type SubjectContext } from './subject.ts'

interface Span {
  readonly from: number
  readonly to: number
  /** A select of profiles in parentheses; undefined for everybody. */
  readonly only: Sql | undefined
}

/** Between sets of people, each found at both instants; the first set that somebody is in is the state. */
export async function migrationOfSets(
  ask: Ask,
  sets: readonly { readonly before: Found; readonly after: Found }[],
  span: Span,
  signal: AbortSignal | undefined,
): Promise<Migration> {
  const none = sets.length
  const rows = sets.flatMap(({ before, after }, place) => [
    sql`SELECT profile, ${uint64(place)} AS place, 0 AS is_later FROM (${before.people})`,
    sql`SELECT profile, ${uint64(place)} AS place, 1 AS is_later FROM (${after.people})`,
  ])
  const only = span.only === undefined ? sql`` : sql`WHERE profile IN ${span.only}`
  const state = (isLater: 0 | 1): Sql =>
    isLater === 1
      ? sql`minIf(place, is_later = 1), countIf(is_later = 1) = 0`
      : sql`minIf(place, is_later = 0), countIf(is_later = 0) = 0`
  const states = sql`SELECT profile, (${state(0)}) AS before, (${state(1)}) AS after FROM (${join(rows, ' UNION ALL ')}) ${only} GROUP BY profile`
  const flows = await ask<{
    readonly before: string
    readonly after: string
    readonly people: string
  }>(
    sql`SELECT if(before.2, ${uint64(none)}, before.1) AS before, if(after.2, ${uint64(none)}, after.1) AS after, count() AS people FROM (${states}) GROUP BY before, after ORDER BY before, after`,
    signal,
  )
  const place = (text: string): number | null => (Number(text) === none ? null : Number(text))
  return summed(
    span,
    sets.map(({ after }) => ({ name: after.about.name, value: undefined })),
    flows.map(({ before, after, people }) => ({
      from: place(before),
      to: place(after),
      people: Number(people),
    })),
  )
}

/** Between the values of a trait as they stood at both instants. */
export async function migrationOfTrait(
  ask: Ask,
  context: SubjectContext,
  trait: string,
  span: Span,
  signal: AbortSignal | undefined,
): Promise<Outcome<Migration, string>> {
  const at = (instant: number): Sql =>
    traitsQuery([trait], { kind: 'everyone' }, compileAt(context, instant))
  const only = span.only === undefined ? sql`` : sql`AND profile IN ${span.only}`
  const flows = await ask<{
    readonly before: string
    readonly after: string
    readonly people: string
  }>(
    sql`SELECT earlier.v0 AS before, later.v0 AS after, count() AS people FROM (${at(span.from)}) AS earlier INNER JOIN (${at(span.to)}) AS later USING (profile) WHERE (before != '' OR after != '') ${only} GROUP BY before, after ORDER BY people DESC, before, after LIMIT ${uint64(mostStates ** 2 + 1)}`,
    signal,
  )
  const values = [...new Set(flows.flatMap(({ before, after }) => [before, after]))].filter(
    (value) => value !== '',
  )
  if (values.length > mostStates)
    return refused(
      'too_many_states',
      ['states', 'trait'],
      `The trait "${trait}" has more than ${mostStates} values, so they are no states to move between. Take a trait with fewer.`,
    )
  const later = (value: string): number =>
    flows.filter(({ after }) => after === value).reduce((n, { people }) => n + Number(people), 0)
  const states = values.toSorted((a, b) => later(b) - later(a) || (a < b ? -1 : 1))
  const place = (value: string): number | null => (value === '' ? null : states.indexOf(value))
  return done(
    summed(
      span,
      states.map((value) => ({ name: value.slice(1), value: decodeValue(value) })),
      flows.map(({ before, after, people }) => ({
        from: place(before),
        to: place(after),
        people: Number(people),
      })),
    ),
  )
}

function summed(
  { from, to }: Span,
  states: Migration['states'],
  flows: Migration['flows'],
): Migration {
  const sum = (some: Migration['flows']): number => some.reduce((n, { people }) => n + people, 0)
  return {
    ...{ from, to, states, flows },
    people: sum(flows),
    stayed: sum(flows.filter((flow) => flow.from === flow.to)),
  }
}
