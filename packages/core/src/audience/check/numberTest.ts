import type { Numeric, NumberTest } from '../definition.ts'
import type { Operators } from './operator.ts'
import { operation } from './operator.ts'
import type { Spot } from './spot.ts'
import { refuse } from './spot.ts'
import { numeric, pair } from './values.ts'

export const numberOperators: Operators<NumberTest> = {
  atLeast: numeric,
  atMost: numeric,
  moreThan: numeric,
  lessThan: numeric,
  exactly: numeric,
  between: pair(numeric, 'a list of two numbers', notReversed),
}

/** Both ends are included, so that equal ends hold one number. */
function notReversed(first: Numeric, second: Numeric, spot: Spot): boolean {
  if (first <= second) return true
  refuse(spot, 'reversed_pair', 'The pair is reversed. Put the smaller number first.')
  return false
}

export const numberTest = operation<NumberTest>('a number test', numberOperators)
