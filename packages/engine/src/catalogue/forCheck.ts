import type { Catalogue, SeenPaths, SeenType } from '@muster/core'
import type { Counts } from './counts.ts'
import type { PathTree } from './pathTree.ts'

/** What has been counted, as the check of definitions takes it. */
export const catalogueForCheck = (counts: Counts): Catalogue => ({
  events: new Map([...counts.events].map(([name, event]) => [name, seenPaths(event.properties)])),
  traits: seenPaths(counts.traits),
  accountTraits: seenPaths(counts.accountTraits),
  identifierKinds: [...counts.identifierKinds.keys()],
})

/**
 * Below a key where not everything was told apart nothing is said, so that the check takes every path there for possible instead of
 * warning of one that only the limits left out.
 */
function seenPaths(tree: PathTree): SeenPaths {
  const seen = new Map<string, SeenType[]>()
  const partly: string[] = []
  for (const { key } of tree.counters()) {
    if (key.type === 'beyond') partly.push(key.path)
    if (key.type === 'beyond' || key.type === 'beyond_keys' || key.type === 'seen') continue
    const types = seen.get(key.path) ?? []
    seen.set(key.path, types)
    types.push(key.type)
  }
  for (const root of partly) {
    for (const path of seen.keys()) {
      if (path.startsWith(`${root}.`) || path.startsWith(`${root}[`)) seen.delete(path)
    }
  }
  return seen
}
