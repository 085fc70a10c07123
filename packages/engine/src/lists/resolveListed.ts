import type { Identifier } from '@muster/core'
import { recordAssignments } from '../record/record.ts'
import type { Resolver } from '../resolve/createResolver.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { listingOf, type ListsDeps } from './lists.ts'

export interface ResolveListedDeps {
  readonly resolver: Resolver
  readonly warehouse: Warehouse
  /** Held from the resolution until the warehouse knows it. */
  readonly inOrder: <T>(work: () => Promise<T>) => Promise<T>
  readonly clock: () => number
  readonly newId: () => string
}

/** Finds whom a list's identifiers are, as if each had been sent in a message of its own, which is not kept. */
export function resolveListed(deps: ResolveListedDeps): ListsDeps['resolve'] {
  const { resolver, warehouse, inOrder, clock, newId } = deps
  return async (identifiers: readonly Identifier[]) => {
    const at = clock()
    const messages = identifiers.map((identifier) => listingOf(identifier, at, `list-${newId()}`))
    return inOrder(async () => {
      const resolved = await resolver.resolveBatch(messages)
      await recordAssignments(warehouse, resolved.assignments)
      return resolved.messages
    })
  }
}
