import { render, sql, uses, type Meanings } from '@muster/core'
import type { Metadata } from '../metadata/metadata.ts'
import { failBackfill, finishBackfill, readProgress } from '../metadata/audience/progress.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { computeBackfill, correctBackfill, recordBackfill, type Verdicts } from './backfill.ts'
import type { ChangeLog } from './changeLog.ts'
import type { EvaluationContext } from './evaluation.ts'
import { createProgram, type InForce, type Program } from './program.ts'
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
  /** Whether it succeeded, once it is computed. */
  readonly computed: Promise<boolean>
  isComputed: boolean
}

export interface BackfillingDeps extends EvaluationContext {
  readonly metadata: Metadata
  readonly changeLog: ChangeLog
  readonly clock: () => number
  readonly watch: ValueWatch
  readonly onError: (error: unknown, doing: 'backfill') => void
}

/** Identifiers times audiences of one statement: a row of facts for each takes about 40 bytes of memory. */
const MOST_AT_ONCE = 20_000_000

/**
 * Those of the waiting that are computed next: the one that has waited longest, and others, first those that look at the same events, since
 * they share the rows that are read and the facts that are found. As many as the memory is for.
 */
export async function nextGroup(
  warehouse: Warehouse,
  waiting: readonly InForce[],
  mostAtOnce = MOST_AT_ONCE,
): Promise<readonly InForce[]> {
  const [row] = await warehouse.query<{ readonly identifiers: string }>(
    render(sql`SELECT count() AS identifiers FROM assignments`),
    'refresh',
  )
  const most = Math.max(1, Math.floor(mostAtOnce / Math.max(1, Number(row?.identifiers ?? 0))))
  const [first, ...others] = waiting
  if (first === undefined || waiting.length <= most) return waiting
  const events = new Map(waiting.map((audience) => [audience, eventsOf(audience)]))
  // Equal ones stay in the order in which they wait.
  const likeness = (audience: InForce): string =>
    events.get(audience) === events.get(first) ? '' : (events.get(audience) ?? '')
  const alike = others.toSorted((a, b) => compare(likeness(a), likeness(b)))
  return [first, ...alike].slice(0, most)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const eventsOf = ({ definition }: InForce): string =>
  JSON.stringify(
    uses(definition)
      .flatMap((use) => (use.use === 'event' ? [JSON.stringify(use.event)] : []))
      .toSorted(),
  )

/** Begins to compute, beside the ticks. Every tick from now on has to judge its program too, and to set aside what it finds. */
export function beginBackfill(
  deps: BackfillingDeps,
  audiences: readonly InForce[],
  meanings: Meanings,
  at: number,
  onComputed: () => void,
): Backfilling {
  const program = createProgram(audiences, meanings)
  const begun: Backfilling = {
    ...{ program, meanings, at, verdicts: new Map(), isComputed: false },
    computed: compute(deps, program, at),
  }
  void begun.computed.then(() => {
    begun.isComputed = true
    onComputed()
  })
  return begun
}

async function compute(deps: BackfillingDeps, program: Program, at: number): Promise<boolean> {
  try {
    await Promise.all([
      computeBackfill(deps, program, at),
      deps.watch.cover(program, { before: at, at, zone: deps.zone }),
    ])
    return true
  } catch (error) {
    deps.onError(error, 'backfill')
    const note = {
      code: 'backfill_failed',
      message: error instanceof Error ? error.message : String(error),
    }
    for (const { number, version } of program.audiences)
      await failBackfill(deps.metadata.db, { audience: number, version, error: note, at })
    return false
  }
}

/**
 * Records what was computed, with what ticks have found since, at an instant after the last tick's. What it takes while ticks wait is in
 * proportion to the changes that it records.
 */
export async function endBackfill(
  deps: BackfillingDeps,
  { program, meanings, at: begun, verdicts }: Backfilling,
  { before, at }: { readonly before: number; readonly at: number },
): Promise<void> {
  const { warehouse, metadata, changeLog, clock, watch, zone } = deps
  const audiences = await stillWanted(metadata, program.audiences)
  if (audiences.length === 0) return
  const wanted = createProgram(audiences, meanings)
  await correctBackfill(warehouse, wanted, verdicts)
  await recordBackfill(warehouse, changeLog, wanted, at, clock())
  // Values are not looked for by ticks before they are in force, and edges since the last tick by none yet.
  const touches: Touches = new Map()
  await watch.touchWatched(wanted, { before: begun, at, zone }, touches)
  await tick(deps, wanted, { before, at, zone }, touches)
  for (const { number, version } of wanted.audiences)
    await finishBackfill(metadata.db, { audience: number, version, watermark: at, at })
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
