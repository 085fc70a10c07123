import type { Aggregate, Measure, RatioCondition } from '../audience/definition.ts'
import type { Result } from './aggregate.ts'
import { measure } from './aggregate.ts'
import { billionths, ofBillionths } from './decimal.ts'
import type { Finding } from './finding.ts'
import type { Fraction } from './number.ts'
import { decimalText, divide, fractionOf, subtract, satisfiesNumber } from './number.ts'
import { isNumber } from './predicate.ts'
import type { Subject } from './subject.ts'
import type { World } from './world.ts'

/** The quotient of two measures satisfies a test; none does when there is no quotient. */
export function ratioHolds({ ratio, is }: RatioCondition, subject: Subject, world: World): Finding {
  const [top, bottom] = [measure(ratio[0], subject, world), measure(ratio[1], subject, world)]
  const quotient = quotientOf(partOf(ratio[0], top.result), partOf(ratio[1], bottom.result))
  return {
    holds: quotient !== undefined && satisfiesNumber(quotient, is),
    found: () => ({
      kind: 'ratio',
      parts: [top.seen(), bottom.seen()],
      ...(quotient !== undefined && { measured: decimalText(quotient) }),
    }),
  }
}

/** X / Y, or `undefined` when Y is 0 or either is missing. */
export function quotientOfMeasures(
  pair: RatioCondition['ratio'],
  subject: Subject,
  world: World,
): Fraction | undefined {
  const [x, y] = partsOf(pair, subject, world)
  return quotientOf(x, y)
}

/** X - Y, where what is missing counts as 0; `undefined` when both are. */
export function differenceOfMeasures(
  pair: RatioCondition['ratio'],
  subject: Subject,
  world: World,
): Fraction | undefined {
  const [x, y] = partsOf(pair, subject, world)
  return x === undefined && y === undefined ? undefined : subtract(x ?? NOUGHT, y ?? NOUGHT)
}

const NOUGHT: Fraction = { numerator: 0n, denominator: 1n }

function partsOf(
  [x, y]: RatioCondition['ratio'],
  subject: Subject,
  world: World,
): readonly [Fraction | undefined, Fraction | undefined] {
  const part = (of: Measure): Fraction | undefined => partOf(of, measure(of, subject, world).result)
  return [part(x), part(y)]
}

function quotientOf(top: Fraction | undefined, bottom: Fraction | undefined): Fraction | undefined {
  return top === undefined || bottom === undefined ? undefined : divide(top, bottom)
}

/** What a measure contributes: counts, sums and averages as they are, a single number cut like an addend. */
function partOf({ aggregate = 'count' }: Measure, result: Result): Fraction | undefined {
  if (result.kind === 'number') {
    return isSingle(aggregate) ? cut(result.number) : result.number
  }
  const { value } = result
  return value !== undefined && isNumber(value) ? cut(fractionOf(value)) : undefined
}

/** Whether an aggregate picks one number among those that it sees, which may have any size and any number of places. */
function isSingle(aggregate: Aggregate): boolean {
  return typeof aggregate === 'object' && ('min' in aggregate || 'max' in aggregate)
}

function cut(number: Fraction | undefined): Fraction | undefined {
  const count = number === undefined ? undefined : billionths(number)
  return count === undefined ? undefined : ofBillionths(count)
}
