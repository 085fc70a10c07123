import type { Issue } from '@muster/core'
import type { Engine, TraitDraft } from '@muster/engine'
import type { Problem } from '../http/problem.ts'
import { problem } from '../http/problem.ts'

/** Everything that is wrong with a definition, as one problem, each fault with its place in the body; nothing when it is sound. */
export async function faultsOf(
  engine: Engine,
  definition: unknown,
  self?: string,
): Promise<Problem | undefined> {
  const checked = await engine.audiences.check(definition, self)
  return checked.ok
    ? undefined
    : problemOf(checked.errors.map((fault) => ({ ...fault, at: ['definition', ...fault.at] })))
}

/** The same for a computed trait, whose faults have their places in the body already. */
export async function traitFaultsOf(
  engine: Engine,
  draft: TraitDraft,
): Promise<Problem | undefined> {
  const checked = await engine.traits.check(draft)
  return checked.ok ? undefined : problemOf(checked.errors)
}

function problemOf(errors: readonly Issue[]): Problem {
  const [first] = errors
  if (first === undefined) throw new Error('something was refused without a fault')
  return problem(422, first.code, first.at, first.message, { errors })
}
