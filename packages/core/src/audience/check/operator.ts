import { listed, quote } from '../quote.ts'
import { keysOf, object, own } from './shape.ts'
import type { Parser, Spot } from './spot.ts'
import { inside, refuse, refuseName } from './spot.ts'

type KeyOf<U> = U extends unknown ? keyof U : never
type ArgumentOf<U, K extends PropertyKey> = U extends Readonly<Record<K, unknown>> ? U[K] : never

/** How the argument of each operator of a union is read; a new operator fails to compile until it stands in its table. */
export type Operators<U, Modifier extends string = never> = {
  readonly [K in Exclude<KeyOf<U>, Modifier> & string]: Parser<ArgumentOf<U, K>>
}

/**
 * Reads an object with exactly one operator. Unknown, second and missing operators are reported at the object, a wrong argument
 * at the argument. Keys among `modifiers` are left to the caller.
 */
export function operation<U extends object, Modifier extends string = never>(
  what: string,
  operators: Operators<U, Modifier>,
  modifiers: readonly Modifier[] = [],
): Parser<U> {
  const table: Readonly<Record<string, Parser<unknown>>> = operators
  const names = Object.keys(table)
  return (value, spot) => {
    const input = object(value, spot, `${what} (an object with one operator)`)
    if (input === null) return null
    const others: readonly string[] = modifiers
    const keys = keysOf(input).filter((key) => !others.includes(key))
    const known = keys.filter((key) => Object.hasOwn(table, key))
    const complete = exactlyOne(keys, known, names, what, spot)
    const results = known.map((key) => ({
      key,
      argument: table[key]?.(own(input, key), inside(spot, key)) ?? null,
    }))
    const [only] = results
    if (!complete || only === undefined || only.argument === null) return null
    // The table reads the argument of each operator as that operator's type in U.
    return { [only.key]: only.argument } as U
  }
}

function exactlyOne(
  keys: readonly string[],
  known: readonly string[],
  names: readonly string[],
  what: string,
  spot: Spot,
): boolean {
  for (const key of keys) {
    if (known.includes(key)) continue
    const message = `${quote(key)} is no operator of ${what}.`
    refuseName(spot, 'unknown_operator', message, key, names)
  }
  if (known.length > 1) {
    const message = `${listed(known)} stand in one place, but ${what} has exactly one operator. Keep one of them.`
    refuse(spot, 'several_operators', message)
  }
  if (keys.length === 0) {
    const message = `An operator is missing. ${capital(what)} has one of ${listed(names)}.`
    refuse(spot, 'missing_operator', message)
  }
  return keys.length === 1 && known.length === 1
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
