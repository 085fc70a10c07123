import { references, type Definition } from '@muster/core'

/** The audiences that refer to one, directly or through others: what they mean changes with it. */
export function dependentsOf(
  id: string,
  definitions: ReadonlyMap<string, Definition>,
): readonly string[] {
  const found = new Set<string>()
  const look = (target: string): void => {
    for (const [other, definition] of definitions) {
      if (found.has(other) || !references(definition).audiences.includes(target)) continue
      found.add(other)
      look(other)
    }
  }
  look(id)
  return [...found]
}
