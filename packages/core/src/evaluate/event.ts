import type {
  Aggregate,
  EventCondition,
  NumberTest,
  Predicate,
  RatioCondition,
} from '../audience/definition.ts'
import type { Result } from './aggregate.ts'
import { measure } from './aggregate.ts'
import { billionths, ofBillionths } from './decimal.ts'
import type { Finding } from './finding.ts'
import type { Fraction } from './number.ts'
import { decimalText, divide, fractionOf, satisfiesNumber } from './number.ts'
import { isNumber, satisfies } from './predicate.ts'
import type { Subject } from './subject.ts'
import type { World } from './world.ts'

const AT_LEAST_ONE: NumberTest = { atLeast: 1 }

/** An aggregate over matching events satisfies a test. */
export function eventHolds(condition: EventCondition, subject: Subject, world: World): Finding {
  const { is = AT_LEAST_ONE, ...measured } = condition
  const { result, measured: seen } = measure(measured, subject, world)
  return { holds: resultHolds(result, is, world), found: { kind: 'event', ...seen } }
}

function resultHolds(result: Result, is: NumberTest | Predicate, world: World): boolean {
  if (result.kind === 'value') {
    return satisfies(result.value === undefined ? [] : [result.value], is, world)
  }
  // A missing number satisfies no test.
  return result.number !== undefined && satisfiesNumber(result.number, numberTest(is))
}

/** The quotient of two measures satisfies a test. */
export function ratioHolds({ ratio, is }: RatioCondition, subject: Subject, world: World): Finding {
  const [x, y] = ratio.map((part) => ({ part, ...measure(part, subject, world) }))
  if (x === undefined || y === undefined)
    throw new Error('Unchecked definition: a ratio has two parts')
  const top = partOfRatio(x.result, x.part.aggregate)
  const bottom = partOfRatio(y.result, y.part.aggregate)
  const quotient = top === undefined || bottom === undefined ? undefined : divide(top, bottom)
  return {
    holds: quotient !== undefined && satisfiesNumber(quotient, is),
    found: {
      kind: 'ratio',
      parts: [x.measured, y.measured],
      ...(quotient !== undefined && { measured: decimalText(quotient) }),
    },
  }
}

/** Counts, sums and averages as they are; a single number cut to 9 places like an addend, missing when its magnitude is 10^18 or more. */
function partOfRatio(result: Result, aggregate: Aggregate = 'count'): Fraction | undefined {
  const isSingle =
    typeof aggregate === 'object' &&
    !('sum' in aggregate || 'average' in aggregate || 'distinct' in aggregate)
  if (!isSingle) return result.kind === 'number' ? result.number : undefined
  const number =
    result.kind === 'number'
      ? result.number
      : result.value !== undefined && isNumber(result.value)
        ? fractionOf(result.value)
        : undefined
  const cut = number === undefined ? undefined : billionths(number)
  return cut === undefined ? undefined : ofBillionths(cut)
}

function numberTest(is: NumberTest | Predicate): NumberTest {
  if ('atLeast' in is || 'atMost' in is || 'moreThan' in is) return is
  if ('lessThan' in is || 'exactly' in is || 'between' in is) return is
  throw new Error('Unchecked definition: a number takes a number test')
}
