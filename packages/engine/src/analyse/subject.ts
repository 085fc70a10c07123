import {
  createNames,
  describe,
  fingerprint,
  identifier,
  int64,
  membershipQuery,
  ownerOfNode,
  sql,
  string,
  uint64,
  type Catalogue,
  type CompileContext,
  type Definition,
  type Json,
  type Sql,
} from '@muster/core'
import { checkAgainst, meaningsOf, type Library } from '../library/library.ts'
import { namesOf } from '../library/audiences.ts'
import { done, refused, type Outcome } from '../metadata/outcome.ts'
import type { Named, Subject } from './subjectApi.ts'
import type { Ask } from './ask.ts'

export interface SubjectContext {
  readonly library: Library
  readonly catalogue: Catalogue
  readonly zone: string
  readonly promoted: ReadonlySet<string>
  readonly now: number
}

/** Whom a question is about, found and checked, and not yet counted. */
export interface Found {
  readonly about: Omit<Named, 'size'>
  /** A select with a row for each of them: `profile`. */
  readonly people: Sql
  /** The number of an audience whose members are asked for as they are recorded now; those of several are read in one go. */
  readonly recordedNow: number | undefined
  /** What says the same at any time, if anything does. */
  readonly definition: Json | undefined
  readonly meaning: string
}

/** What statements of one analysis compile with, as of an instant. */
export const compileAt = (
  { library, zone, promoted }: SubjectContext,
  at: number,
): CompileContext => ({ at, zone, promoted, names: createNames(), ...meaningsOf(library) })

/** Refuses an audience that is not there, one that has no recorded members, and a definition that is not sound; `at` is where the subject stands. */
export function findSubject(
  context: SubjectContext,
  subject: Subject,
  at: readonly (string | number)[],
): Outcome<Found, string> {
  if ('audience' in subject) return findAudience(context, subject, at)
  const check = checkAgainst(context.library, subject.definition, context.catalogue)
  if (!check.ok) {
    const [fault] = check.errors
    if (fault === undefined) throw new Error('a definition is refused with at least one fault')
    return refused(fault.code, [...at, 'definition', ...fault.at], fault.message)
  }
  const instant = subject.at ?? context.now
  const sentence = describe(check.definition, namesOf(context.library.audiences))
  return done({
    about: { audience: undefined, name: sentence, sentence, at: instant },
    people: computed(context, check.definition, instant),
    recordedNow: undefined,
    // What has passed the check is JSON.
    definition: check.definition as unknown as Json,
    meaning: fingerprint(check.definition),
  })
}

function findAudience(
  context: SubjectContext,
  subject: Extract<Subject, { readonly audience: string }>,
  at: readonly (string | number)[],
): Outcome<Found, string> {
  const audience = context.library.audiences.find(({ id }) => id === subject.audience)
  const definition = context.library.definitions.get(subject.audience)
  if (audience === undefined || definition === undefined)
    return refused(
      'unknown_audience',
      [...at, 'audience'],
      `There is no audience "${subject.audience}". List the audiences.`,
    )
  const isComputed = subject.computed === true
  if (!isComputed && audience.state === 'draft')
    return refused(
      'not_recorded',
      [...at, 'audience'],
      `The audience "${subject.audience}" is a draft, so nobody is recorded in it. Put it in force, or ask for it computed.`,
    )
  const isNow = subject.at === undefined && !isComputed
  return done({
    about: {
      audience: audience.id,
      name: audience.name,
      sentence: describe(definition, namesOf(context.library.audiences)),
      at: subject.at ?? context.now,
    },
    people: isComputed
      ? computed(context, definition, subject.at ?? context.now)
      : subject.at === undefined
        ? recordedNow(audience.number)
        : recordedAt(audience.number, subject.at),
    recordedNow: isNow ? audience.number : undefined,
    definition:
      subject.at === undefined && audience.state !== 'archived'
        ? { audience: audience.id }
        : undefined,
    meaning: audience.fingerprint,
  })
}

const recordedNow = (audience: number): Sql =>
  sql`SELECT profile FROM members_by_audience FINAL WHERE audience = ${uint64(audience)} AND member = 1`

/** Whoever was merged away since then counts as the survivor, whose evidence is theirs now. */
function recordedAt(audience: number, at: number): Sql {
  const then = sql`SELECT profile AS node FROM changes WHERE audience = ${uint64(audience)} AND at <= ${int64(at)} GROUP BY profile HAVING argMax(entered, seq) = 1`
  const { owner, from } = ownerOfNode()
  return sql`SELECT DISTINCT ${owner} AS profile FROM (${then}) AS recorded ${from}`
}

function computed(context: SubjectContext, definition: Definition, at: number): Sql {
  const members = membershipQuery([definition], { kind: 'everyone' }, compileAt(context, at))
  return sql`SELECT profile FROM (${members}) WHERE ${identifier('m0')} = 1`
}

/** People who were counted once and stay the same for every statement of an analysis, whatever happens meanwhile. */
export interface People {
  readonly size: number
  /** A select in parentheses with the column `profile`; stands behind `IN` and `FROM`. */
  readonly set: Sql
}

export async function gather(
  ask: Ask,
  people: Sql,
  signal: AbortSignal | undefined,
): Promise<People> {
  const [row] = await ask<{ readonly size: string; readonly ids: string }>(
    sql`SELECT count() AS size, arrayStringConcat(groupArray(profile), ',') AS ids FROM (${people})`,
    signal,
  )
  return {
    size: Number(row?.size ?? 0),
    // No profile has the number 0, which is what the empty text becomes.
    set: sql`(SELECT toUInt64OrZero(arrayJoin(splitByChar(',', ${string(row?.ids ?? '')}))) AS profile)`,
  }
}
