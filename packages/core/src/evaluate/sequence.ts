import type { NotFollowedByCondition, SequenceCondition, Step } from '../audience/definition.ts'
import type { EventFact } from '../evidence/evidence.ts'
import { durationOf } from '../time/checked.ts'
import { matches, matchingEvents } from './events.ts'
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
  const isInTime = (first: EventFact, last: EventFact): boolean =>
    within === undefined || last.at <= first.at + durationOf(within)
  const isUninterrupted = (first: EventFact, last: EventFact): boolean =>
    without === undefined ||
    !subject.events.some(
      (event) => event.at > first.at && event.at < last.at && matches(event, without, world),
    )
  const verdict = (first: EventFact, chain: readonly EventFact[]): Missed | undefined => {
    const last = chain.at(-1)
    if (last === undefined || chain.length < sequence.length) return 'incomplete'
    if (!isInTime(first, last)) return 'too_late'
    return isUninterrupted(first, last) ? undefined : 'interrupted'
  }
  let best: Attempt = { chain: [], missed: 'incomplete' }
  for (const first of matchingEvents(subject.events, firstStep, bounds, world)) {
    const chain = earliestChain(first, laterSteps, subject.events, world)
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
  const steps = chain.map(eventRef)
  const found = { kind: 'sequence', window, steps, ...(missed && { missed }) } as const
  return { holds: missed === undefined, found }
}

/**
 * From a first event the chain that takes the earliest event for each further step, as far as it gets. No other chain from that
 * event ends earlier, so none can be in time or uninterrupted when this one is not.
 */
function earliestChain(
  first: EventFact,
  steps: readonly Step[],
  events: readonly EventFact[],
  world: World,
): readonly EventFact[] {
  const chain = [first]
  let reached = first.at
  for (const step of steps) {
    const after = reached
    const next = events.find((event) => event.at > after && matches(event, step, world))
    if (next === undefined) break
    chain.push(next)
    reached = next.at
  }
  return chain
}

/** Some matching event stayed without an answer until its deadline, which has passed. */
export function notFollowedByHolds(
  condition: NotFollowedByCondition,
  subject: Subject,
  world: World,
): Finding {
  const duration = durationOf(condition.within)
  const bounds = boundsOf(condition.window, subject, world)
  const open = matchingEvents(subject.events, condition, bounds, world).filter(
    ({ at }) =>
      !subject.events.some(
        (event) =>
          event.at > at &&
          event.at <= at + duration &&
          matches(event, condition.notFollowedBy, world),
      ),
  )
  const unanswered = open.filter(({ at }) => at + duration <= world.at)
  const waiting = open.filter(({ at }) => at + duration > world.at)
  return {
    holds: unanswered.length > 0,
    found: {
      kind: 'not_followed_by',
      window: bounds,
      unanswered: newestEvents(unanswered),
      waiting: newestEvents(waiting),
    },
  }
}
