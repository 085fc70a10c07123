import type { EventCondition, NumberTest, Predicate } from '../audience/definition.ts'
import type { Result } from './aggregate.ts'
import { measure } from './aggregate.ts'
import type { Finding } from './finding.ts'
import { isNumberTest, satisfiesNumber } from './number.ts'
import { satisfies } from './predicate.ts'
import type { Subject } from './subject.ts'
import type { World } from './world.ts'

const AT_LEAST_ONE: NumberTest = { atLeast: 1 }

/** An aggregate over matching events satisfies a test. */
export function eventHolds(condition: EventCondition, subject: Subject, world: World): Finding {
  const { result, seen } = measure(condition, subject, world)
  return {
    holds: resultHolds(result, condition.is ?? AT_LEAST_ONE, world),
    found: () => ({ kind: 'event', ...seen() }),
  }
}

function resultHolds(result: Result, is: NumberTest | Predicate, world: World): boolean {
  if (result.kind === 'value') {
    return satisfies(result.value === undefined ? [] : [result.value], is, world)
  }
  // A missing number satisfies no test.
  return result.number !== undefined && satisfiesNumber(result.number, numberTest(is))
}

/** The check lets only `first` and `last` have another predicate. */
function numberTest(is: NumberTest | Predicate): NumberTest {
  if (isNumberTest(is)) return is
  throw new Error('Unchecked definition: a number takes a number test')
}
