import type { Meanings } from '@muster/core'
import type { Metadata } from '../metadata/metadata.ts'
import { failBackfill, finishBackfill, readProgress } from '../metadata/audience/progress.ts'
import { computeBackfill } from './computeBackfill.ts'
import type { EvaluationContext } from './evaluation.ts'
import { createProgram, type InForce, type Program } from './program.ts'
import {
  correctBackfill,
  differencesAmong,
  endOfPortion,
  forgetResults,
  insertDifferences,
  tellDifferences,
  type Difference,
  type Recording,
  type Verdicts,
} from './recordBackfill.ts'
import { tick } from './tick.ts'
import type { Touches } from './touches.ts'
import type { ValueWatch } from './valueWatch.ts'

/** Audiences on their way into force: computed for everybody at an instant, and from then on judged by ticks as those in force are. */
export interface Backfilling {
  readonly program: Program
  readonly meanings: Meanings
  readonly at: number
  /** What ticks have found since, set aside until all is recorded. */
  readonly verdicts: Verdicts
  /** How many memberships were found, once all are; `undefined` when that failed, or was ended. */
  readonly computed: Promise<number | undefined>
  isComputed: boolean
  /** Of whom what was computed is recorded: everybody up to this profile, which is `undefined` when everybody is. */
  recordedUpTo: bigint | undefined
  /** What is to be recorded next, which is found out while ticks go on. */
  next: Promise<Portion> | undefined
  /** Whether only what ticks find from now on is left to be recorded. */
  isNearlyDone: boolean
}

/** What is to be recorded of the profiles up to one; `undefined` when that is more than is told at once. */
interface Portion {
  readonly upTo: bigint | undefined
  readonly differences: readonly Difference[] | undefined
}

export interface BackfillingDeps extends EvaluationContext, Recording {
  readonly metadata: Metadata
  readonly clock: () => number
  readonly watch: ValueWatch
  readonly onError: (error: unknown, doing: 'backfill') => void
  readonly isEnding: () => boolean
}

/** Begins to compute, beside the ticks. Every tick from now on has to judge its program too, and to set aside what it finds. */
export function beginBackfill(
  deps: BackfillingDeps,
  audiences: readonly InForce[],
  meanings: Meanings,
  at: number,
  { isUnhurried, onComputed }: { readonly isUnhurried: boolean; readonly onComputed: () => void },
): Backfilling {
  const program = createProgram(audiences, meanings)
  const begun: Backfilling = {
    ...{
      program,
      meanings,
      at,
      verdicts: new Map(),
      isComputed: false,
      recordedUpTo: 0n,
      next: undefined,
      isNearlyDone: false,
    },
    computed: compute(deps, program, at, isUnhurried),
  }
  void begun.computed.then(() => {
    begun.isComputed = true
    onComputed()
  })
  return begun
}

async function compute(
  deps: BackfillingDeps,
  program: Program,
  at: number,
  isUnhurried: boolean,
): Promise<number | undefined> {
  try {
    const [found] = await Promise.all([
      computeBackfill(deps, program, at, { isUnhurried, isEnding: deps.isEnding }),
      deps.watch.cover(program, { before: at, at, zone: deps.zone }),
    ])
    return found
  } catch (error) {
    deps.onError(error, 'backfill')
    const note = {
      code: 'backfill_failed',
      message: error instanceof Error ? error.message : String(error),
    }
    for (const { number, version } of program.audiences)
      await failBackfill(deps.metadata.db, { audience: number, version, error: note, at })
    return undefined
  }
}

interface Turn {
  /** The instants of the last tick, and of this one. */
  readonly before: number
  readonly at: number
  /** About so many rows are recorded. */
  readonly most: number
  /** A tick follows that records something anyway. */
  readonly isBesideOthers: boolean
}

/** Profiles whose newest word is recorded together: so many fit into one statement. */
const MOST_VERDICTS = 20_000
/** With no more of them than this, what ticks wait for at the end is short. */
const FEW_VERDICTS = 2_000

/**
 * Records some of what was computed, and at last what ticks have found since; `true` when all is recorded and the audiences are in force. Between two
 * calls ticks go on, and those who follow the changes take what there is. After a failure {@link recordAnew}, and call it again.
 */
export async function recordSome(
  deps: BackfillingDeps,
  begun: Backfilling,
  { before, at: instant, most, isBesideOthers }: Turn,
): Promise<boolean> {
  const { warehouse, metadata, clock } = deps
  const { verdicts, meanings, recordedUpTo: after, isNearlyDone } = begun
  const audiences = await stillWanted(metadata, begun.program.audiences)
  if (audiences.length === 0) return true
  const wanted = createProgram(audiences, meanings)
  const at = { at: instant, now: clock() }
  const recordVerdicts = async (): Promise<void> => {
    while (verdicts.size > 0) {
      const some = new Map([...verdicts].slice(0, MOST_VERDICTS))
      await correctBackfill(warehouse, wanted, some)
      const only = [...some.keys()]
      const differences = await differencesAmong(deps, wanted, { only }, 'refresh')
      if (differences === undefined) await insertDifferences(deps, wanted, { only }, at)
      else await tellDifferences(deps, wanted, differences, at, 'now')
      for (const profile of only) verdicts.delete(profile)
    }
  }
  if (after !== undefined) {
    if (verdicts.size > MOST_VERDICTS) {
      await recordVerdicts()
      begun.next = undefined
    }
    const { upTo, differences } = await (begun.next ?? portionBehind(deps, wanted, after, most))
    begun.next = undefined
    // Those of whom ticks have found something since are recorded with that.
    if (differences === undefined) {
      const isWithin = (profile: bigint): boolean =>
        profile > after && (upTo === undefined || profile <= upTo)
      const except = [...verdicts.keys()].filter(isWithin)
      await insertDifferences(deps, wanted, { after, upTo, except }, at)
    } else {
      const isToBeTold = ({ audience, profile }: Difference): boolean =>
        wanted.byNumber.has(audience) && !verdicts.has(BigInt(profile))
      const when = isBesideOthers ? 'with the next' : 'now'
      await tellDifferences(deps, wanted, differences.filter(isToBeTold), at, when)
    }
    begun.recordedUpTo = upTo
    if (upTo !== undefined) begun.next = ahead(begun, portionBehind(deps, wanted, upTo, most))
    return false
  }
  // Those of a whole backfill have a turn for themselves, so that few are left for the last one.
  begun.isNearlyDone = true
  const isLast = isNearlyDone || verdicts.size <= FEW_VERDICTS
  await recordVerdicts()
  if (isLast) await putInForce(deps, begun, wanted, { before, at: instant })
  return isLast
}

/** Whatever was to be recorded may not be: it is compared with the record once more, from the beginning. */
export function recordAnew(begun: Backfilling): void {
  begun.recordedUpTo = 0n
  begun.next = undefined
}

async function portionBehind(
  deps: BackfillingDeps,
  program: Program,
  after: bigint,
  most: number,
): Promise<Portion> {
  const upTo = await endOfPortion(deps.warehouse, program, after, most)
  const among = { after, upTo, except: [] }
  return { upTo, differences: await differencesAmong(deps, program, among, 'backfill') }
}

/** One that can't be found out ahead is found out when it is its turn, and says why it can't then. */
function ahead(begun: Backfilling, next: Promise<Portion>): Promise<Portion> {
  next.catch(() => {
    if (begun.next === next) begun.next = undefined
  })
  return next
}

/** What it takes while ticks wait is in proportion to those who are concerned since the last tick. */
async function putInForce(
  deps: BackfillingDeps,
  { at: begun }: Backfilling,
  wanted: Program,
  { before, at }: Pick<Turn, 'before' | 'at'>,
): Promise<void> {
  const { warehouse, metadata, watch, zone } = deps
  // Values are not looked for by ticks before they are in force, and edges since the last tick by none yet.
  const touches: Touches = new Map()
  await watch.touchWatched(wanted, { before: begun, at, zone }, touches)
  await tick(deps, wanted, { before, at, zone }, touches)
  for (const { number, version } of wanted.audiences)
    await finishBackfill(metadata.db, { audience: number, version, watermark: at, at })
  await forgetResults(warehouse, wanted)
}

/** Without those that were asked for anew meanwhile: they, or audiences that they refer to, mean something else by now. */
async function stillWanted(
  metadata: Metadata,
  audiences: readonly InForce[],
): Promise<readonly InForce[]> {
  const running = (await readProgress(metadata.db)).filter(
    ({ backfill }) => backfill.state === 'running',
  )
  return audiences.filter(({ number, version }) =>
    running.some((row) => row.audience === number && row.backfill.version === version),
  )
}
