import type { Cause } from '../read/changesApi.ts'
import { accountMates } from '../read/accountNodesOf.ts'
import type { NewChange } from './change.ts'
import type { ChangeLog } from './changeLog.ts'
import { touchCrossings } from './crossings.ts'
import type { EdgeWatch } from './edgeWatch.ts'
import { evaluateProfiles } from './evaluateProfiles.ts'
import type { EvaluationContext, Look } from './evaluation.ts'
import type { Foresight } from './foresight.ts'
import type { HotProfiles } from './hotProfiles.ts'
import { inSlices } from './inSlices.ts'
import type { Program } from './program.ts'
import type { Verdicts } from './recordBackfill.ts'
import type { RecordedMembers } from './recordedMembers.ts'
import {
  addTouch,
  concernedByAny,
  concernsAccounts,
  newsOf,
  touchFor,
  type Touch,
  type Touches,
} from './touches.ts'
import type { Span } from './watchedRanges.ts'
import type { Yielding } from './yielding.ts'

export interface TickDeps extends EvaluationContext {
  readonly changeLog: ChangeLog
  /** Knows the program's audiences. */
  readonly members: RecordedMembers
  /** Those who need not be read again. */
  readonly hot?: HotProfiles
  /** Reads those who are to be looked at soon. */
  readonly foresight?: Foresight
  /** What has been seen ahead of what crosses an edge. */
  readonly edges?: EdgeWatch
  /** Waits between chunks of work while others need the processor more. */
  readonly yielding?: Yielding
  /** Whether the process is ending: then what is left of a tick is left to whoever starts next. */
  readonly isEnding?: () => boolean
  /** Audiences that are not recorded yet, and what is found of them. */
  readonly aside?: { readonly program: Program; readonly verdicts: Verdicts }
}

export interface Tick {
  readonly at: number
  readonly touched: number
  readonly changes: number
}

/** So many profiles are read, judged and recorded together at the most. */
const CHUNK = 2_000

/**
 * Brings the program's audiences from one instant to the next: finds who crossed an edge, evaluates everybody touched, and appends what
 * differs from the record, for some thousand profiles after others. Repeating it yields nothing twice, since it compares. `undefined` when the
 * process ended before everybody was looked at.
 */
export async function tick(
  deps: TickDeps,
  program: Program,
  span: Span,
  touches: Touches,
): Promise<Tick | undefined> {
  deps.hot?.hear(touches)
  if (program.audiences.length === 0) {
    // What comes meanwhile is not added to what is known.
    deps.hot?.clear()
    return { at: span.at, touched: 0, changes: 0 }
  }
  const done = { at: span.at, touched: 0, changes: 0 }
  for await (const { touches: some, soon } of touchCrossings(deps, program, span, touches)) {
    const found = await lookAt(deps, program, span, some, soon)
    if (found === undefined) return undefined
    done.touched += found.touched
    done.changes += found.changes
  }
  return done
}

/** Evaluates those who are touched, and their account mates, and appends what differs. */
async function lookAt(
  deps: TickDeps,
  program: Program,
  span: Span,
  touches: Touches,
  soon: readonly bigint[],
): Promise<Tick | undefined> {
  const isEnding = (): boolean => deps.isEnding?.() === true
  let began = performance.now()
  if (program.onAccounts.size > 0) await touchAccountMates(deps, program, touches)
  deps.foresight?.expect(program, soon)
  const concerned: [bigint, Look][] = []
  await inSlices(touches, ([profile, all]) => {
    const numbers = concernedByAny(all, program)
    if (numbers.size > 0) concerned.push([profile, { numbers, news: newsOf(all) }])
  })
  let changes = 0
  for (let i = 0; i < concerned.length; i += CHUNK) {
    if (isEnding()) return undefined
    const looks = new Map(concerned.slice(i, i + CHUNK))
    const found = await changesAmong(looks, deps, program, span, touches)
    await deps.changeLog.append(found)
    for (const change of found) deps.members.note(change)
    changes += found.length
    await deps.yielding?.after(performance.now() - began, isEnding)
    began = performance.now()
  }
  return { at: span.at, touched: concerned.length, changes }
}

/** What is no longer as the record has it. Of audiences that are not recorded yet, what is found is set aside. */
async function changesAmong(
  looks: ReadonlyMap<bigint, Look>,
  deps: TickDeps,
  program: Program,
  { at }: Span,
  touches: Touches,
): Promise<readonly NewChange[]> {
  const { aside } = deps
  deps.foresight?.leave(looks.keys())
  const found = await evaluateProfiles(deps, deps.hot, program, looks, deps.members, at)
  const changes: NewChange[] = []
  for (const [profile, { numbers }] of looks) {
    const [is, was] = [found.get(profile), deps.members.of(profile)]
    for (const number of numbers) {
      const entered = is?.has(number) ?? false
      if (aside?.program.all.has(number) === true) {
        setAside(aside.verdicts, profile, number, entered)
        continue
      }
      const audience = program.byNumber.get(number)
      if (audience === undefined || entered === was(number)) continue
      const touch = touchFor(touches.get(profile) ?? [], number, program)
      const { version } = audience
      const cause = touch?.cause ?? { kind: 'edge' }
      const dueAt = touch?.dueAt ?? at
      changes.push({ audience: number, version, profile, entered, at, cause, dueAt })
    }
  }
  return changes
}

function setAside(verdicts: Verdicts, profile: bigint, number: number, is: boolean): void {
  const known = verdicts.get(profile) ?? new Map<number, boolean>()
  verdicts.set(profile, known.set(number, is))
}

/** What one profile does can change what holds for everybody in its accounts, and so can what the clock does to its evidence. */
async function touchAccountMates(
  { warehouse }: TickDeps,
  program: Program,
  touches: Touches,
): Promise<void> {
  const isOfClock = ({ cause }: Touch): boolean => cause.kind === 'edge'
  const [byClock, byEvidence] = [new Map<bigint, number>(), new Map<bigint, number>()]
  for (const [profile, all] of touches) {
    if (!all.some((touch) => concernsAccounts(touch, program))) continue
    const dueAt = Math.min(...all.map((touch) => touch.dueAt))
    const among = all.every(isOfClock) ? byClock : byEvidence
    among.set(profile, dueAt)
  }
  const touchMates = async (of: ReadonlyMap<bigint, number>, cause: Cause): Promise<void> => {
    if (of.size === 0) return
    const dueAt = [...of.values()].reduce((first, due) => Math.min(first, due))
    for (const profile of await accountMates(warehouse, [...of.keys()], 'refresh'))
      if (!of.has(profile))
        addTouch(touches, profile, { cause, dueAt, audiences: program.onAccounts })
  }
  await touchMates(byEvidence, { kind: 'account' })
  await touchMates(byClock, { kind: 'edge' })
}
