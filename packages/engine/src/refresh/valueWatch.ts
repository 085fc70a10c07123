import { inPortions } from '../read/inPortions.ts'
import type { Lane } from '../warehouse/warehouse.ts'
import type { EvaluationContext } from './evaluation.ts'
import type { InForce, Program } from './program.ts'
import { addTouch, type Touches } from './touches.ts'
import { crossersOf } from './valueCrossers.ts'
import type { Span } from './watchedRanges.ts'

/**
 * Profiles with a value that makes a predicate change its truth soon: a trial that ends, a birthday. Values can't be found by their
 * timestamps, so everybody is looked through, but only once for each stretch of time ahead, beside the ticks; whoever turns up is looked at in
 * the ticks until then. Evidence that arrives meanwhile is looked through as it comes.
 */
export interface ValueWatch {
  /** Looks everybody through for audiences that are about to come into force, so that no tick has to wait for it. */
  readonly cover: (program: Program, span: Span) => Promise<void>
  /**
   * To be called first in each tick, for all programs in force or about to be: where many may cross within the span, finds out who does not until
   * later. What was known of the time until `doneUntil` is forgotten.
   */
  readonly narrow: (programs: readonly Program[], span: Span, doneUntil: number) => Promise<void>
  /** Touches all who may cross within the span. */
  readonly touchWatched: (program: Program, span: Span, touches: Touches) => Promise<void>
  /**
   * Looks through what these profiles have at the span's end, for all programs in force or about to be; what is in none of them is no longer
   * watched. To be done before the next tick begins. After each of many portions it is told how long that took, in milliseconds, and rests.
   */
  readonly learn: (
    programs: readonly Program[],
    span: Span,
    profiles: readonly bigint[],
    rest: (worked: number) => Promise<void>,
  ) => Promise<void>
}

/** In which somebody may cross: after an instant, and up to another. Milliseconds since 1970 UTC. */
interface Stretch {
  readonly from: number
  readonly until: number
}

/** How far ahead one look reaches; the next one begins when half of it is over. Over a million people a look takes 4 s of a processor. Milliseconds. */
const STRETCH = 600_000
/** More than so many are not looked at for the mere chance: at midnight that is everybody who was born on the day, for twenty minutes before. */
const MANY = 200
/** What many may cross in is divided by this, until nobody or few do in the first part. */
const PARTS = 8

export function createValueWatch(context: EvaluationContext): ValueWatch {
  /** Who may cross, and when: stretches in order, none over another. */
  const watched = new Map<bigint, readonly Stretch[]>()
  /** By what an audience means, the instant up to which everybody was looked through for it. */
  let covered = new Map<string, number>()
  let zone: string | undefined
  let looking: Promise<void> | undefined

  const watch = (profiles: readonly bigint[], { before, at }: Span): void => {
    for (const profile of profiles) {
      const known = watched.get(profile) ?? []
      const until = known.reduce((last, stretch) => Math.max(last, stretch.until), at)
      watched.set(profile, [...upTo(before, known), { from: before, until }])
    }
  }
  const near = (span: Span): readonly bigint[] =>
    [...watched]
      .filter(([, its]) => its.some((stretch) => isWithin(stretch, span)))
      .map(([profile]) => profile)
  /** How much of the time ahead is watched at once for some of these. Milliseconds. */
  const widest = (profiles: readonly bigint[], span: Span): number =>
    profiles
      .flatMap((profile) => watched.get(profile) ?? [])
      .filter((stretch) => isWithin(stretch, span))
      .reduce((most, { until }) => Math.max(most, until - span.before), 0)
  const crossingIn = async (
    programs: readonly Program[],
    span: Span,
    profiles: readonly bigint[],
  ): Promise<ReadonlySet<bigint>> => {
    const found = new Set<bigint>()
    for (const program of programs)
      for (const profile of await crossersOf(context, program, span, profiles, 'refresh'))
        found.add(profile)
    return found
  }
  const coveredUntil = (program: Program, { number }: InForce): number =>
    covered.get(program.meanings.get(number) ?? '') ?? -Infinity

  const look = async (program: Program, span: Span, lane: Lane): Promise<void> => {
    const stretch = { ...span, at: span.at + STRETCH }
    watch(await crossersOf(context, program, stretch, 'everybody', lane), stretch)
    // What was found in another zone has another midnight.
    if (span.zone !== zone) return
    for (const { number } of program.audiences) {
      const meaning = program.meanings.get(number) ?? ''
      covered.set(meaning, Math.max(stretch.at, covered.get(meaning) ?? stretch.at))
    }
  }
  /** A look beside the ticks. One that fails is begun again by the next tick, and by then it is too late, the tick itself looks, and fails. */
  const lookAhead = (program: Program, span: Span): void => {
    looking = look(program, span, 'backfill')
      .catch(() => undefined)
      .finally(() => {
        looking = undefined
      })
  }

  const cover = async (program: Program, span: Span, lane: Lane): Promise<void> => {
    if (span.zone !== zone) covered = new Map()
    zone = span.zone
    const isOver = (audience: InForce): boolean => coveredUntil(program, audience) < span.at
    if (program.audiences.some(isOver)) await looking
    const audiences = program.audiences.filter(isOver)
    if (audiences.length > 0) await look({ ...program, audiences }, span, lane)
  }

  return {
    cover: (program, span) => cover(program, span, 'backfill'),
    narrow: async (programs, span, doneUntil) => {
      for (const [profile, its] of watched) {
        const left = its.filter(({ until }) => until > doneUntil)
        if (left.length === 0) watched.delete(profile)
        else if (left.length < its.length) watched.set(profile, left)
      }
      for (let some = near(span); some.length > MANY;) {
        const at = Math.ceil(span.before + widest(some, span) / PARTS)
        if (at <= span.at) return
        const crossing = await crossingIn(programs, { ...span, at }, some)
        for (const profile of some) {
          const its = watched.get(profile) ?? []
          const within = crossing.has(profile) ? [{ from: span.before, until: at }] : []
          watched.set(profile, [...upTo(span.before, its), ...within, ...after(at, its)])
        }
        some = [...crossing]
      }
    },
    touchWatched: async (program, span, touches) => {
      await cover(program, span, 'refresh')
      const endsSoon = program.audiences.some(
        (audience) => coveredUntil(program, audience) - span.at < STRETCH / 2,
      )
      if (endsSoon && looking === undefined) lookAhead(program, span)
      const some = near(span)
      const crossing = some.length <= MANY ? some : await crossingIn([program], span, some)
      for (const profile of crossing)
        addTouch(touches, profile, { cause: { kind: 'edge' }, dueAt: span.before + 1 })
    },
    learn: async (programs, span, profiles, rest) => {
      const meanings = new Set(programs.flatMap((program) => [...program.meanings.values()]))
      for (const meaning of covered.keys()) if (!meanings.has(meaning)) covered.delete(meaning)
      // A look under way may have read before what arrives now, so its stretch counts too.
      const stretch = { before: span.at, at: span.at + 2 * STRETCH, zone: span.zone }
      for (const program of programs) {
        const crossers = await inPortions(profiles, async (some) => {
          const began = performance.now()
          const found = await crossersOf(context, program, stretch, some, 'refresh')
          await rest(performance.now() - began)
          return found
        })
        watch(crossers, stretch)
      }
    },
  }
}

/** Whether some of a stretch lies in the span. */
const isWithin = ({ from, until }: Stretch, { before, at }: Span): boolean =>
  from < at && until > before

const upTo = (instant: number, stretches: readonly Stretch[]): readonly Stretch[] =>
  stretches
    .filter(({ from }) => from < instant)
    .map(({ from, until }) => ({ from, until: Math.min(until, instant) }))

const after = (instant: number, stretches: readonly Stretch[]): readonly Stretch[] =>
  stretches
    .filter(({ until }) => until > instant)
    .map(({ from, until }) => ({ from: Math.max(from, instant), until }))
