import { computedTraitsIn, conditionsIn, type Meanings } from '@muster/core'
import { meaningsOf, type Library } from '../library/library.ts'
import type { Audience } from '../metadata/audience/audience.ts'

/** What rests on some computed traits, directly or through others; archived audiences left out. */
export interface Dependents {
  readonly audiences: readonly Audience[]
  readonly traits: readonly string[]
}

export function dependentsOf(names: ReadonlySet<string>, library: Library): Dependents {
  const meanings = meaningsOf(library)
  const rests = (found: ReadonlyMap<string, unknown>): boolean =>
    [...names].some((name) => found.has(name))
  return {
    audiences: library.audiences.filter(({ id, state }) => {
      const definition = library.definitions.get(id)
      return (
        state !== 'archived' &&
        definition !== undefined &&
        rests(computedTraitsIn([definition], meanings))
      )
    }),
    traits: [...library.computedTraits].flatMap(([name, expression]) =>
      rests(computedTraitsIn(conditionsIn(expression), withoutAudiences(meanings))) ? [name] : [],
    ),
  }
}

const withoutAudiences = (meanings: Meanings) => ({ ...meanings, audience: () => undefined })
