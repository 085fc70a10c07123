import type { Definition } from './definition.ts'
import { references } from './references.ts'

export type DependencyOrder =
  | { readonly ok: true; readonly order: readonly string[] }
  /** The ids on the way round, the first of them not repeated at the end. */
  | { readonly ok: false; readonly circle: readonly string[] }

interface Visit {
  readonly id: string
  readonly ahead: Iterator<string>
}

/**
 * The ids in an order in which every audience comes after those it refers to, otherwise as they were given. References to audiences
 * that are not among the given ones are passed over. Chains may be of any length.
 */
export function dependencyOrder(definitions: ReadonlyMap<string, Definition>): DependencyOrder {
  const order = new Set<string>()
  const visit = (id: string): Visit => {
    const definition = definitions.get(id)
    const ids = definition === undefined ? [] : references(definition).audiences
    return { id, ahead: ids.filter((other) => definitions.has(other)).values() }
  }
  for (const id of definitions.keys()) {
    const way = order.has(id) ? [] : [visit(id)]
    const onWay = new Set(way.map((step) => step.id))
    for (let last = way.at(-1); last !== undefined; last = way.at(-1)) {
      const next = last.ahead.next()
      if (next.done === true) {
        order.add(last.id)
        onWay.delete(last.id)
        way.pop()
      } else if (onWay.has(next.value)) {
        const ids = [...onWay]
        return { ok: false, circle: ids.slice(ids.indexOf(next.value)) }
      } else if (!order.has(next.value)) {
        way.push(visit(next.value))
        onWay.add(next.value)
      }
    }
  }
  return { ok: true, order: [...order] }
}
