import type { Catalogue } from './catalogue.ts'
import type { TraitExpression } from './computedTrait.ts'
import type { Definition } from './definition.ts'
import type { Limits } from './limits.ts'

/** What a definition is checked against. */
export interface CheckContext {
  /** Those left out are `defaultLimits`. */
  readonly limits?: Partial<Limits>
  /** The id of the audience that is being defined, if it has one: a reference back to it is a circle. */
  readonly self?: string
  /** The definition of another audience; `undefined` if there is none of that id. */
  readonly audience: (id: string) => Definition | undefined
  /** For "did you mean". */
  readonly audienceIds?: readonly string[]
  /** What the computed trait of a name comes to; `undefined` if there is none of that name. Without it no trait is computed. */
  readonly computedTrait?: (name: string) => TraitExpression | undefined
  /** For "did you mean". */
  readonly computedTraitNames?: readonly string[]
  /** Whether there is a list of that id. */
  readonly list: (id: string) => boolean
  /** For "did you mean". */
  readonly listIds?: readonly string[]
  /** What has been seen in the data; without it there are no warnings about names and types. */
  readonly catalogue?: Catalogue
}
