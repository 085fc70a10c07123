import {
  checkDefinition,
  parseDuration,
  type Catalogue,
  type Commerce,
  type EventCondition,
} from '@muster/core'
import { readLibrary } from '../library/library.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { done, refused, type Outcome } from '../metadata/outcome.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { AnalysesApi } from './analysesApi.ts'
import { cancellable, createAsk } from './ask.ts'
import { basket } from './basket.ts'
import { mostRules } from './basketApi.ts'
import { history } from './history.ts'
import { migrationOfSets, migrationOfTrait } from './migration.ts'
import { duplicates, overlap, suppression } from './overlap.ts'
import { mostCohorts, type EventChoice } from './overTimeApi.ts'
import { report } from './report/report.ts'
import { retention } from './retention.ts'
import { mostSets, type Subject } from './subjectApi.ts'
import { findSubject, gather, type Found, type SubjectContext } from './subject.ts'

export interface AnalysesDeps {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly catalogue: () => Catalogue
  readonly clock: () => number
  readonly newId: () => string
  readonly promoted: ReadonlySet<string>
  /** Settings may be changed while the engine runs, so they are read when they are needed. */
  readonly zone: () => string
  readonly commerce: () => Commerce
}

const USUAL_COMBINATIONS = 50
const USUAL_SIMILARITY = 0.9
const USUAL_COHORTS = 12
const USUAL_RULES = { leastCount: 10, leastConfidence: 0, leastLift: 1, limit: 100 } as const
const MOST_STEPS = 10_000

export function createAnalyses(deps: AnalysesDeps): AnalysesApi {
  const { warehouse, metadata, clock } = deps
  const ask = createAsk(warehouse, deps.newId)

  const contextNow = async (): Promise<SubjectContext & { readonly commerce: Commerce }> => ({
    library: await readLibrary(metadata),
    catalogue: deps.catalogue(),
    zone: deps.zone(),
    promoted: deps.promoted,
    now: clock(),
    commerce: deps.commerce(),
  })

  const findAll = (
    context: SubjectContext,
    subjects: readonly Subject[],
    at: readonly (string | number)[],
    least: number,
  ): Outcome<readonly Found[], string> => {
    if (subjects.length < least || subjects.length > mostSets)
      return refused(
        'bad_count',
        at,
        `There are ${subjects.length} of them; give ${least} to ${mostSets}.`,
      )
    const found: Found[] = []
    for (const [place, subject] of subjects.entries()) {
      const one = findSubject(context, subject, [...at, place])
      if (!one.ok) return one
      found.push(one.value)
    }
    const recorded = found.flatMap(({ recordedNow }) => recordedNow ?? [])
    return new Set(recorded).size === recorded.length
      ? done(found)
      : refused('named_twice', at, 'The same audience is named twice. Name each once.')
  }

  /** The people that a question is limited to, as a select in parentheses; undefined for everybody. */
  const only = async (
    context: SubjectContext,
    subject: Subject | undefined,
    signal: AbortSignal | undefined,
  ) => {
    if (subject === undefined) return done(undefined)
    const found = findSubject(context, subject, ['subject'])
    return found.ok ? done((await gather(ask, found.value.people, signal)).set) : found
  }

  return {
    report: (subject, signal) =>
      cancellable(signal, async () => {
        const context = await contextNow()
        const found = findSubject(context, subject, ['subject'])
        return found.ok ? done(await report(ask, context, found.value, signal)) : found
      }),
    overlap: (subjects, { combinations = USUAL_COMBINATIONS } = {}, signal) =>
      cancellable(signal, async () => {
        const found = findAll(await contextNow(), subjects, ['subjects'], 2)
        return found.ok ? done(await overlap(ask, found.value, combinations, signal)) : found
      }),
    duplicates: ({ similarity = USUAL_SIMILARITY } = {}, signal) =>
      cancellable(signal, async () => {
        const context = await contextNow()
        const live = context.library.audiences.filter(({ state }) => state === 'live')
        if (live.length < 2) return done({ compared: live.length, pairs: [] })
        const subjects = live.map(({ id }) => ({ audience: id }))
        const found = findAll(context, subjects, ['audiences'], 2)
        return found.ok ? done(await duplicates(ask, found.value, similarity, signal)) : found
      }),
    suppression: (who, without, signal) =>
      cancellable(signal, async () => {
        const context = await contextNow()
        const first = findSubject(context, who, ['who'])
        if (!first.ok) return first
        const others = findAll(context, without, ['without'], 1)
        if (!others.ok) return others
        if (others.value.some(({ recordedNow }) => isSame(recordedNow, first.value.recordedNow)))
          return refused('named_twice', ['without'], 'An audience without itself is nobody.')
        return done(await suppression(ask, first.value, others.value, signal))
      }),
    retention: (question, signal) =>
      cancellable(signal, async () => {
        const context = await contextNow()
        const order = { event: context.commerce.order }
        const cohort = eventOf(question.cohort ?? order, 'cohort')
        if (!cohort.ok) return cohort
        const returning = eventOf(question.returning ?? question.cohort ?? order, 'returning')
        if (!returning.ok) return returning
        const { period = 'month', cohorts = USUAL_COHORTS, at = context.now } = question
        if (!Number.isInteger(cohorts) || cohorts < 1 || cohorts > mostCohorts)
          return refused('bad_count', ['cohorts'], `Ask for 1 to ${mostCohorts} cohorts.`)
        const some = await only(context, question.subject, signal)
        if (!some.ok) return some
        const wanted = { period, cohorts, at, only: some.value }
        const events = { cohort: cohort.value, returning: returning.value }
        return done(await retention(ask, context, { ...wanted, ...events }, signal))
      }),
    migration: ({ states, from, to = clock(), subject }, signal) =>
      cancellable(signal, async () => {
        const context = await contextNow()
        if (!(from < to))
          return refused('empty_range', ['from'], 'Let "from" be an instant before "to".')
        const some = await only(context, subject, signal)
        if (!some.ok) return some
        const span = { from, to, only: some.value }
        if ('trait' in states) return migrationOfTrait(ask, context, states.trait, span, signal)
        const at = (instant: number): Outcome<readonly Found[], string> =>
          findAll(
            context,
            states.subjects.map((one) => ({ ...one, at: instant })),
            ['states', 'subjects'],
            1,
          )
        const [before, after] = [at(from), at(to)]
        if (!before.ok) return before
        if (!after.ok) return after
        const sets = before.value.map((found, i) => ({
          before: found,
          after: after.value[i] ?? found,
        }))
        return done(await migrationOfSets(ask, sets, span, signal))
      }),
    history: async (id, range) => {
      const { audiences } = await readLibrary(metadata)
      const audience = audiences.find((candidate) => candidate.id === id)
      if (audience === undefined)
        return refused('unknown_audience', ['id'], `There is no audience "${id}". Check the id.`)
      if (!(range.from < range.to && range.step >= 1))
        return refused('empty_range', ['from'], 'Let "from" be before "to", and the step positive.')
      if ((range.to - range.from) / range.step > MOST_STEPS)
        return refused(
          'too_many_steps',
          ['step'],
          `There are more than ${MOST_STEPS} steps. Take longer steps or a shorter range.`,
        )
      return done(await history(warehouse, audience, range))
    },
    basket: (question, signal) =>
      cancellable(signal, async () => {
        const context = await contextNow()
        const { within, to = context.now, from } = question
        const span = within === undefined ? undefined : parseDuration(within)
        if (within !== undefined && span === undefined)
          return refused('bad_duration', ['within'], 'Give a duration such as "90d".')
        if (from !== undefined && !(from < to))
          return refused('empty_range', ['from'], 'Let "from" be an instant before "to".')
        const { limit = USUAL_RULES.limit, leastCount = USUAL_RULES.leastCount } = question
        if (limit < 1 || limit > mostRules || leastCount < 1)
          return refused('bad_count', ['limit'], `Ask for 1 to ${mostRules} rules, of 1 or more.`)
        const some = await only(context, question.subject, signal)
        if (!some.ok) return some
        const { kind = 'together', items = 'product', sort = 'lift' } = question
        const { leastConfidence = USUAL_RULES.leastConfidence, leastLift = USUAL_RULES.leastLift } =
          question
        const least = { leastCount, leastConfidence, leastLift }
        const wanted = { kind, items, sort, limit, ...least, from, to }
        return done(
          await basket(ask, context, { ...wanted, within: span, only: some.value }, signal),
        )
      }),
  }
}

const isSame = (a: number | undefined, b: number | undefined): boolean => a !== undefined && a === b

/** An event with a filter is an event condition, and checked as one. */
function eventOf(choice: EventChoice, at: string): Outcome<EventCondition, string> {
  const { event, where } = choice
  const checked = checkDefinition(where === undefined ? { event } : { event, where }, {
    audience: () => undefined,
    list: () => false,
  })
  if (!checked.ok) {
    const [fault] = checked.errors
    if (fault === undefined) throw new Error('a definition is refused with at least one fault')
    return refused(fault.code, [at, ...fault.at], fault.message)
  }
  // It has no key but those two, so no other kind of condition.
  return done(checked.definition as EventCondition)
}
