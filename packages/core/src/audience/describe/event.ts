import type {
  Aggregate,
  EventCondition,
  Measure,
  NotFollowedByCondition,
  NumberTest,
  Predicate,
  RatioCondition,
  SequenceCondition,
} from '../definition.ts'
import { aggregatedPath } from '../uses.ts'
import { isNumberTest, predicateClaim } from './predicate.ts'
import { stepWords } from './step.ts'
import { windowWords } from './window.ts'
import type { Claim } from './words.ts'
import { counted, durationWords, numberWords, quoted } from './words.ts'

/** Who did something; `who` is the relative pronoun, as in `people who`. */
export function eventClaim(condition: EventCondition, who: string): Claim {
  const { aggregate = 'count', is = { atLeast: 1 } } = condition
  const [step, when] = [stepWords(condition), windowWords(condition.window)]
  if (!isNumberTest(is) || isPicked(aggregate)) return pickedClaim(condition, is)
  if (aggregate === 'count') {
    const times = condition.is === undefined ? '' : `${counted(is, 'time')} `
    return did(who, `${step} ${times}${when}`)
  }
  if (aggregate === 'daysActive') return did(who, `${step} on ${counted(is, 'day')} ${when}`)
  const [name, path] = aggregatedPath(aggregate)
  if (name === 'distinct') {
    return did(who, `${step} with ${counted(is, 'different value')} of ${quoted(path)} ${when}`)
  }
  const of = `${amounts[name]} ${quoted(path)} of ${numberWords(is)} from ${step} ${when}`
  return { yes: `${who} have ${of}`, no: `${who} do not have ${of}` }
}

function did(who: string, what: string): Claim {
  return { yes: `${who} did ${what}`, no: `${who} did not do ${what}` }
}

const amounts = {
  sum: 'a total',
  average: 'an average',
  min: 'a lowest',
  max: 'a highest',
  first: 'a first',
  last: 'a last',
} as const

function isPicked(aggregate: Aggregate): boolean {
  return typeof aggregate === 'object' && ('first' in aggregate || 'last' in aggregate)
}

function pickedClaim(condition: EventCondition, is: NumberTest | Predicate): Claim {
  const claim = predicateClaim(is)
  const value = `whose ${measureWords(condition)}`
  return { yes: `${value} ${claim.yes}`, no: `${value} ${claim.no}` }
}

/** A measure as a thing: `total “revenue” from “Order Completed” in the last 30 days`. */
export function measureWords(measure: Measure): string {
  const { aggregate = 'count' } = measure
  const events = `${stepWords(measure)} ${windowWords(measure.window)}`
  if (aggregate === 'count') return `number of ${events}`
  if (aggregate === 'daysActive') return `number of days with ${events}`
  const [name, path] = aggregatedPath(aggregate)
  if (name === 'distinct') return `number of different values of ${quoted(path)} from ${events}`
  return `${amounts[name].replace(/^an? /, '')} ${quoted(path)} from ${events}`
}

export function ratioClaim({ ratio, is }: RatioCondition): Claim {
  const parts = ratio.map((measure) => `[${measureWords(measure)}]`).join(' to ')
  const words = numberWords(is)
  return {
    yes: `whose ratio of ${parts} is ${words}`,
    no: `whose ratio of ${parts} is not ${words} (or is missing)`,
  }
}

/** Words with commas are kept together by the brackets. */
export function sequenceClaim(condition: SequenceCondition, who: string): Claim {
  const { sequence, within, without, window } = condition
  const steps = sequence.map(stepWords).join(', then ')
  const rest = [
    `the first of them ${windowWords(window)}`,
    ...(within === undefined ? [] : [`the last within ${durationWords(within)} of the first`]),
    ...(without === undefined ? [] : [`without ${stepWords(without)} in between`]),
  ]
  return did(who, `[${[steps, ...rest].join(', ')}]`)
}

export function notFollowedByClaim(condition: NotFollowedByCondition, who: string): Claim {
  const { window, notFollowedBy, within } = condition
  const first = `${stepWords(condition)} ${windowWords(window)}`
  const then = `without ${stepWords(notFollowedBy)} within ${durationWords(within)} after it`
  return did(who, `${first} ${then}`)
}
