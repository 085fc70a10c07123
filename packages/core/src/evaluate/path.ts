import type { Path } from '../audience/definition.ts'
import { isArray } from '../value/canonicalJson.ts'
import type { Json } from '../value/json.ts'
import { parsePath } from '../value/parsePath.ts'

/**
 * The values that a path leads to, in order; those that are missing or null are left out. A key with exactly the path's name
 * wins if it has a value; else every dot walks into an object by its own keys, and `[]` into the elements of an array. Without
 * `[]` there is one value or none.
 */
export function reach(root: Json, path: Path): readonly Json[] {
  const exact = member(root, path)
  if (exact !== null) return [exact]
  let reached: readonly Json[] = [root]
  for (const { key, each } of parsePath(path)) {
    reached = reached.map((value) => member(value, key))
    for (let i = 0; i < each; i++) {
      reached = reached.flatMap((value) => (isArray(value) ? value : []))
    }
  }
  return reached.filter((value) => value !== null)
}

/** An object's own member; null if there is none. An array has elements, no members. */
function member(value: Json, key: string): Json {
  if (typeof value !== 'object' || value === null || isArray(value)) return null
  return Object.hasOwn(value, key) ? (value[key] ?? null) : null
}
