import type { NotFollowedByCondition, SequenceCondition, Step } from '../audience/definition.ts'
import type { EventFact } from '../evidence/evidence.ts'
import { durationOf } from '../time/checked.ts'
import { firstFrom, matchingEvents } from './events.ts'
import type { Finding } from './finding.ts'
import { eventRef, newestEvents } from './finding.ts'
import type { Subject } from './subject.ts'
import type { Bounds } from './window.ts'
import { boundsOf } from './window.ts'
import type { World } from './world.ts'

/** Events match the steps in order, each strictly later, in time and without interruption. */
export function sequenceHolds(
  condition: SequenceCondition,
  subject: Subject,
  world: World,
): Finding {
  const { sequence, within, without, window } = condition
  const [firstStep, ...laterSteps] = sequence
  if (firstStep === undefined) throw new Error('Unchecked definition: a sequence has steps')
  const bounds = boundsOf(window, subject, world)
  const firsts = matchingEvents(subject, firstStep, bounds, world)
  if (firsts.length === 0) return sequenceFinding(bounds, { chain: [], missed: 'incomplete' })

  const matching = (step: Step): readonly EventFact[] => matchingEvents(subject, step, {}, world)
  const later = laterSteps.map(matching)
  const interruptions = without === undefined ? [] : matching(without)
  const isInTime = (first: EventFact, last: EventFact): boolean =>
    within === undefined || last.at <= first.at + durationOf(within)
  const isUninterrupted = (first: EventFact, last: EventFact): boolean =>
    (nextAfter(interruptions, first.at)?.at ?? Infinity) >= last.at
  const verdict = (first: EventFact, chain: readonly EventFact[]): Missed | undefined => {
    const last = chain.at(-1)
    if (last === undefined || chain.length < sequence.length) return 'incomplete'
    if (!isInTime(first, last)) return 'too_late'
    return isUninterrupted(first, last) ? undefined : 'interrupted'
  }
  let best: Attempt = { chain: [], missed: 'incomplete' }
  for (const first of firsts) {
    const chain = earliestChain(first, later)
    const missed = verdict(first, chain)
    if (missed === undefined) return sequenceFinding(bounds, { chain })
    if (chain.length >= best.chain.length) best = { chain, missed }
  }
  return sequenceFinding(bounds, best)
}

type Missed = 'incomplete' | 'too_late' | 'interrupted'

/** A chain of events for the first steps; `missed` says why it is no sequence. */
interface Attempt {
  readonly chain: readonly EventFact[]
  readonly missed?: Missed
}

function sequenceFinding(window: Bounds, { chain, missed }: Attempt): Finding {
  return {
    holds: missed === undefined,
    found: () => ({
      kind: 'sequence',
      window,
      steps: chain.map(eventRef),
      ...(missed && { missed }),
    }),
  }
}

/**
 * From a first event the chain that takes the earliest event for each further step, as far as it gets; `later` has for each step the events
 * that match it. No other chain from that event ends earlier, so none can be in time or uninterrupted when this one is not.
 */
function earliestChain(
  first: EventFact,
  later: readonly (readonly EventFact[])[],
): readonly EventFact[] {
  const chain = [first]
  let reached = first
  for (const events of later) {
    const next = nextAfter(events, reached.at)
    if (next === undefined) break
    chain.push(next)
    reached = next
  }
  return chain
}

/** The first of some events in order that is strictly later than an instant. */
function nextAfter(events: readonly EventFact[], instant: number): EventFact | undefined {
  return events[firstFrom(events, instant + 1)]
}

/** Some matching event stayed without an answer until its deadline, which has passed. */
export function notFollowedByHolds(
  condition: NotFollowedByCondition,
  subject: Subject,
  world: World,
): Finding {
  const duration = durationOf(condition.within)
  const bounds = boundsOf(condition.window, subject, world)
  const asked = matchingEvents(subject, condition, bounds, world)
  const answers =
    asked.length === 0 ? [] : matchingEvents(subject, condition.notFollowedBy, {}, world)
  const open = asked.filter(({ at }) => (nextAfter(answers, at)?.at ?? Infinity) > at + duration)
  const unanswered = open.filter(({ at }) => at + duration <= world.at)
  return {
    holds: unanswered.length > 0,
    found: () => ({
      kind: 'not_followed_by',
      window: bounds,
      unanswered: newestEvents(unanswered),
      waiting: newestEvents(open.filter(({ at }) => at + duration > world.at)),
    }),
  }
}
