/** What a value has been seen as. Text that reads as an instant is seen as `instant`, any other as `text`. */
export type SeenType = 'text' | 'instant' | 'number' | 'boolean' | 'array' | 'object'

/** Paths with the types seen there. Maps, so that a name like `constructor` is a name like any other. */
export type SeenPaths = ReadonlyMap<string, readonly SeenType[]>

/** What has been seen in the data so far: names for "did you mean", types for warnings. */
export interface Catalogue {
  /** The properties of each known event. */
  readonly events: ReadonlyMap<string, SeenPaths>
  readonly traits: SeenPaths
  /** Traits of accounts, from group calls. */
  readonly accountTraits?: SeenPaths
  /** Kinds beside the five that everybody has. */
  readonly identifierKinds?: readonly string[]
}

/**
 * The types seen at a path; `undefined` if it is unknown. A path into an object or an array is known as soon as its first key is,
 * unless the catalogue knows other paths below that key.
 */
export function typesAt(path: string, seen: SeenPaths): readonly SeenType[] | undefined {
  const exact = seen.get(path)
  if (exact !== undefined) return exact
  const root = /^[^.[]+(?=[.[])/.exec(path)?.[0]
  if (root === undefined || !seen.has(root)) return undefined
  for (const known of seen.keys()) {
    if (known.startsWith(`${root}.`) || known.startsWith(`${root}[`)) return undefined
  }
  return []
}
