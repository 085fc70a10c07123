import type { Json } from '@muster/core'
import type { CatalogueReport, SeenPath } from './catalogueApi.ts'
import { totalOf, type Counter } from './counter.ts'
import type { Counts } from './counts.ts'
import type { PathTree } from './pathTree.ts'

/** The report, and how much is counted in it without a name because the limits were reached. */
export interface CountedReport extends CatalogueReport {
  readonly events: readonly (CatalogueReport['events'][number] & {
    /** Values on paths that are not told apart. */
    readonly unlisted: number
  })[]
  /** Events whose names are not told apart. */
  readonly unlistedEvents: number
  readonly unlistedTraits: number
  readonly unlistedAccountTraits: number
}

/** Everything that has been counted, by name. `promoted` names the properties that have a column of their own. */
export function reportOf(counts: Counts, promoted: ReadonlySet<string>): CountedReport {
  const beyond = counts.eventsBeyond()
  return {
    events: [...counts.events]
      .map(([name, { seen, properties }]) => ({
        name,
        count: totalOf(seen),
        firstSeenAt: seen.firstSeen,
        lastSeenAt: seen.lastSeen,
        properties: pathsOf(properties, promoted),
        unlisted: unlistedIn(properties),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    traits: pathsOf(counts.traits, new Set()),
    accountTraits: pathsOf(counts.accountTraits, new Set()),
    identifierKinds: [...counts.identifierKinds]
      .map(([kind, counter]) => ({ kind, count: totalOf(counter) }))
      .sort((a, b) => (a.kind < b.kind ? -1 : 1)),
    unlistedEvents: beyond === undefined ? 0 : totalOf(beyond),
    unlistedTraits: unlistedIn(counts.traits),
    unlistedAccountTraits: unlistedIn(counts.accountTraits),
  }
}

function pathsOf(tree: PathTree, promoted: ReadonlySet<string>): readonly SeenPath[] {
  const byPath = new Map<string, Counter[]>()
  for (const counter of tree.counters()) {
    if (isBeyond(counter)) continue
    const its = byPath.get(counter.key.path) ?? []
    byPath.set(counter.key.path, its)
    its.push(counter)
  }
  return [...byPath]
    .map(([path, counters]) => ({
      path,
      types: counters
        .map((counter) => ({ type: counter.key.type, count: totalOf(counter) }))
        .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1)),
      samples: counters.flatMap((counter): readonly Json[] => counter.samples),
      firstSeenAt: Math.min(...counters.map((counter) => counter.firstSeen)),
      lastSeenAt: Math.max(...counters.map((counter) => counter.lastSeen)),
      promoted: promoted.has(path),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

const isBeyond = ({ key }: Counter): boolean => key.type === 'beyond' || key.type === 'beyond_keys'

const unlistedIn = (tree: PathTree): number =>
  [...tree.counters()].filter(isBeyond).reduce((sum, counter) => sum + totalOf(counter), 0)
