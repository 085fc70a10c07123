import type { Names } from './names.ts'
import { identifier, sql, type Sql } from './sql.ts'

/** Text up to this length is cheaper to repeat than to bind. */
const SHORT = 60

/**
 * Uses an expression several times but writes it once: a long one is bound to a variable of a lambda, so that nested conditions grow by
 * addition and not by multiplication.
 */
export function bind(expression: Sql, names: Names, use: (value: Sql) => Sql): Sql {
  if (expression.parts.reduce((length, part) => length + part.length, 0) <= SHORT)
    return use(expression)
  const x = identifier(names.fresh())
  return sql`arrayMap(${x} -> ${use(x)}, [${expression}])[1]`
}
