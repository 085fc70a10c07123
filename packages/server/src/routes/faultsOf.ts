import type { Engine } from '@muster/engine'
import type { Problem } from '../http/problem.ts'
import { problem } from '../http/problem.ts'

/** Everything that is wrong with a definition, as one problem, each fault with its place in the body; nothing when it is sound. */
export async function faultsOf(
  engine: Engine,
  definition: unknown,
  self?: string,
): Promise<Problem | undefined> {
  const checked = await engine.audiences.check(definition, self)
  if (checked.ok) return undefined
  const errors = checked.errors.map((fault) => ({ ...fault, at: ['definition', ...fault.at] }))
  const [first] = errors
  if (first === undefined) throw new Error('a definition was refused without a fault')
  return problem(422, first.code, first.at, first.message, { errors })
}
