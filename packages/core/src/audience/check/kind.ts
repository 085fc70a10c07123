import { listed, quote } from '../quote.ts'
import type { Input } from './shape.ts'
import { keysOf } from './shape.ts'
import type { Refused, Spot } from './spot.ts'
import { refuse } from './spot.ts'
import { suggest } from '../suggest.ts'

/**
 * Which kind of condition or filter the object is, by the one key that tells. No such key and several of them are reported at the
 * object.
 */
export function kindOf<K extends string>(
  input: Input,
  kinds: Readonly<Record<K, unknown>>,
  what: 'condition' | 'filter' | 'expression',
  spot: Spot,
): K | Refused {
  const isKind = (key: string): key is K => Object.hasOwn(kinds, key)
  const keys = keysOf(input)
  const found = keys.filter(isKind)
  const [kind] = found
  if (kind === undefined) {
    const known = Object.keys(kinds)
    const meant = keys.map((key) => suggest(key, known)).find((key) => key !== undefined)
    const next =
      meant === undefined
        ? `Known kinds have one of the keys ${listed(known)}.`
        : `Did you mean ${quote(meant)}?`
    const message = `This is no kind of ${what}. ${next}`
    return refuse(spot, 'unknown_kind', message, meant)
  }
  if (found.length > 1) {
    const next =
      what === 'expression'
        ? 'Keep one of them.'
        : `Make each a ${what} of its own, in "all" or "any".`
    const message = `${listed(found)} stand in one ${what}. ${next}`
    return refuse(spot, 'several_kinds', message)
  }
  return kind
}
