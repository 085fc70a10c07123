import type { Cause } from '../engine.ts'
import { accountMates } from '../read/accountNodesOf.ts'
import type { ChangeLog, NewChange } from './changeLog.ts'
import { touchCrossings, type Span } from './crossings.ts'
import {
  evaluateProfiles,
  recordedMemberships,
  type EvaluationContext,
} from './evaluateProfiles.ts'
import type { Program } from './program.ts'
import { addTouch, touchFor, type Touch, type Touches } from './touches.ts'

export interface TickDeps extends EvaluationContext {
  readonly changeLog: ChangeLog
}

export interface Tick {
  readonly at: number
  readonly touched: number
  readonly changes: number
}

/** So many profiles are evaluated by one statement at the most. */
const CHUNK = 2_000

/**
 * Brings the program's audiences from one instant to the next: finds who crossed an edge, evaluates everybody touched, and appends what
 * differs from the record. Repeating it yields nothing twice, since it compares.
 */
export async function tick(
  deps: TickDeps,
  program: Program,
  span: Span,
  touches: Touches,
): Promise<Tick> {
  if (program.audiences.length === 0) return { at: span.at, touched: 0, changes: 0 }
  await touchCrossings(deps.warehouse, program, span, touches)
  if (program.onAccounts.size > 0) await touchAccountMates(deps, touches)
  const profiles = [...touches.keys()]
  const changes: NewChange[] = []
  for (let i = 0; i < profiles.length; i += CHUNK) {
    const chunk = profiles.slice(i, i + CHUNK)
    const [now, recorded] = await Promise.all([
      evaluateProfiles(deps, program, chunk, span.at),
      recordedMemberships(deps.warehouse, chunk),
    ])
    for (const profile of chunk) {
      const [is, was] = [now.get(profile), recorded.get(profile)]
      for (const { number, version } of program.audiences) {
        const entered = is?.has(number) ?? false
        if (entered === (was?.has(number) ?? false)) continue
        const touch = touchFor(touches.get(profile) ?? [], number)
        changes.push({
          audience: number,
          version,
          profile,
          entered,
          at: span.at,
          cause: touch?.cause ?? { kind: 'edge' },
          dueAt: touch?.dueAt ?? span.at,
        })
      }
    }
  }
  await deps.changeLog.append(changes)
  return { at: span.at, touched: profiles.length, changes: changes.length }
}

/** What one profile does can change what holds for everybody in its accounts, and so can what the clock does to its evidence. */
async function touchAccountMates({ warehouse }: TickDeps, touches: Touches): Promise<void> {
  const isOfClock = ({ cause }: Touch): boolean => cause.kind === 'edge'
  const [byClock, byEvidence] = [new Map<bigint, number>(), new Map<bigint, number>()]
  for (const [profile, all] of touches) {
    const dueAt = Math.min(...all.map((touch) => touch.dueAt))
    const among = all.every(isOfClock) ? byClock : byEvidence
    among.set(profile, dueAt)
  }
  const touchMates = async (of: ReadonlyMap<bigint, number>, cause: Cause): Promise<void> => {
    if (of.size === 0) return
    const dueAt = [...of.values()].reduce((first, due) => Math.min(first, due))
    for (const profile of await accountMates(warehouse, [...of.keys()], 'refresh'))
      if (!of.has(profile)) addTouch(touches, profile, { cause, dueAt })
  }
  await touchMates(byEvidence, { kind: 'account' })
  await touchMates(byClock, { kind: 'edge' })
}
