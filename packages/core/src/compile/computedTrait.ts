import type { TraitExpression } from '../audience/computedTrait.ts'
import type { Condition, Scalar } from '../audience/definition.ts'
import { encodeValue } from '../value/tagged.ts'
import { bind } from './bind.ts'
import { traitAt, type Entity } from './entity.ts'
import { difference, quotient, UNITS, type Fraction } from './fraction.ts'
import { measuredValue, measureFraction } from './measure.ts'
import { int256, join, sql, string, type Sql } from './sql.ts'
import { payload } from './tagged.ts'

/** The tagged value of an expression for one entity, `''` when it is missing. `holds` compiles a condition for the same entity. */
export function traitValue(
  expression: TraitExpression,
  entity: Entity,
  holds: (condition: Condition) => Sql,
): Sql {
  if ('cases' in expression) {
    const branches = expression.cases.flatMap(({ when, value }) => [holds(when), spelled(value)])
    const rest = expression.otherwise === undefined ? sql`''` : spelled(expression.otherwise)
    return sql`multiIf(${join([...branches, rest], ', ')})`
  }
  if ('most' in expression) {
    const rivals = expression.most.map(({ value, of }) => ({
      value,
      size: measureFraction(of, entity).numerator,
    }))
    const sizes = join(
      rivals.map(({ size }) => size),
      ', ',
    )
    const winners = rivals.flatMap(({ value, size }) => [
      sql`${size} = greatest(${sizes})`,
      spelled(value),
    ])
    return sql`multiIf(greatest(${sizes}) <= 0, '', ${join(winners, ', ')}, '')`
  }
  if ('ratio' in expression) {
    const [x, y] = expression.ratio
    return numberIn(quotient(measureFraction(x, entity), measureFraction(y, entity)), entity)
  }
  if ('difference' in expression) {
    const [x, y] = expression.difference
    return numberIn(difference(measureFraction(x, entity), measureFraction(y, entity)), entity)
  }
  if ('text' in expression) {
    const texts = expression.text.map((part) =>
      typeof part === 'string' ? sql`${string(part)}` : textOf(firstAt(part.trait, entity), entity),
    )
    // A part that is missing is NULL, and makes the whole NULL.
    return sql`ifNull(concat('s', ${join(texts, ', ')}), '')`
  }
  const measured = measuredValue(expression, entity)
  return measured.kind === 'value' ? measured.value : numberIn(measured.fraction, entity)
}

function spelled(value: Scalar): Sql {
  const text = encodeValue(value)
  if (text === undefined) throw new Error('a scalar always has a spelling')
  return sql`${string(text)}`
}

function firstAt(path: string, entity: Entity): Sql {
  const reached = traitAt(entity, path)
  return reached.kind === 'one' ? reached.value : sql`${reached.values}[1]`
}

/** What joins a text: text, whole numbers and truths, as they are written; NULL for anything else. */
const textOf = (value: Sql, { context }: Entity): Sql =>
  bind(
    value,
    context.names,
    (v) =>
      sql`multiIf(startsWith(${v}, 's') OR startsWith(${v}, 'i'), ${payload(v)}, ${v} = 'b1', 'true', ${v} = 'b0', 'false', NULL)`,
  )

/** The fraction cut toward zero to 9 places: an integer where it is one of 64 bits, else the nearest double. */
function numberIn({ numerator, denominator, isPresent }: Fraction, { context }: Entity): Sql {
  const [one, most] = [int256(UNITS), int256(2n ** 63n * UNITS)]
  const cut = sql`intDiv(${numerator}, if(${isPresent}, ${denominator}, toInt256(1)))`
  const number = bind(cut, context.names, (units) => {
    const size = sql`if(${units} < 0, -${units}, ${units})`
    const isInteger = sql`${units} % ${one} = 0 AND ${units} >= -${most} AND ${units} < ${most}`
    const decimal = sql`concat(if(${units} < 0, '-', ''), toString(intDiv(${size}, ${one})), '.', leftPad(toString(${size} % ${one}), 9, '0'))`
    return sql`if(${isInteger}, concat('i', toString(intDiv(${units}, ${one}))), concat('d', toString(toFloat64OrZero(${decimal}))))`
  })
  return sql`if(${isPresent}, ${number}, '')`
}
