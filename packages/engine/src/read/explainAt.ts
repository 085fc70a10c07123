import { explain, type Definition, type Explanation } from '@muster/core'
import { knownOf, type KnownDeps } from './knownOf.ts'

/**
 * Why a profile is or is not in an audience of this definition at an instant: the reference evaluator's word, on the evidence that stands
 * in the warehouse. `undefined` for a profile that has no identifiers.
 */
export async function explainAt(
  deps: KnownDeps,
  definition: Definition,
  profile: bigint,
  at: number,
): Promise<Explanation | undefined> {
  const known = await knownOf(deps, [definition], profile, at)
  return known && explain(definition, known.evidence, known.world)
}
