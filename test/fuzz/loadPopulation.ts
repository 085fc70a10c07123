import {
  canonicalJson,
  encodeProperties,
  encodeTraits,
  type Evidence,
  type TraitFact,
} from '@muster/core'
import type { Warehouse } from '@muster/engine'

/** A generated population with an offset for its profile ids, so that many fit side by side in one warehouse. */
export interface Loaded {
  readonly profiles: readonly Evidence[]
  readonly groupTraits: readonly { readonly accountId: string; readonly fact: TraitFact }[]
}

/** Writes evidence straight into the tables that refresh reads, each profile under one node per identifier. */
export async function loadPopulations(
  warehouse: Warehouse,
  populations: readonly Loaded[],
): Promise<ReadonlyMap<bigint, readonly bigint[]>> {
  const messages: unknown[][] = []
  const assignments: unknown[][] = []
  const links: unknown[][] = []
  const lists: unknown[][] = []
  const nodesOf = new Map<bigint, readonly bigint[]>()
  for (const { profiles, groupTraits } of populations) {
    for (const profile of profiles) {
      const kinds = Object.entries(profile.identifiers).flatMap(([kind, count]) =>
        Array.from({ length: count }, () => kind),
      )
      // A profile always has an identifier; one of a kind that no condition asks for changes nothing.
      const all = kinds.length === 0 ? ['anonymous_id'] : kinds
      const nodes = all.map((_, i) =>
        i === 0 ? profile.profileId : profile.profileId * 1000n + BigInt(i),
      )
      nodesOf.set(profile.profileId, nodes)
      for (const [i, kind] of all.entries()) {
        // All but the first were once a profile of their own, and then somebody else's.
        if (i > 0) assignments.push([nodes[i], kind, nodes[i], 1], [nodes[i], kind, 1n, 2])
        assignments.push([nodes[i], kind, profile.profileId, 3])
      }
      let turn = 0
      const node = (): bigint => nodes[turn++ % nodes.length] ?? profile.profileId
      for (const event of profile.events) {
        messages.push([
          node(),
          event.at,
          event.messageId,
          'track',
          event.name,
          encodeProperties(event.properties),
          {},
          canonicalJson(event.context),
          '',
          '[]',
          event.at,
        ])
      }
      for (const fact of profile.traits) {
        messages.push([
          node(),
          fact.at,
          fact.messageId,
          'identify',
          '',
          {},
          encodeTraits(fact.traits),
          '{}',
          '',
          '[]',
          fact.at,
        ])
      }
      const told = new Set(
        [
          ...profile.events,
          ...profile.traits,
          ...profile.accounts.filter((link) => link.joined),
        ].map((fact) => fact.at),
      )
      for (const at of profile.seenAt) {
        if (!told.has(at))
          messages.push([
            node(),
            at,
            `seen-${profile.profileId}-${at}`,
            'alias',
            '',
            {},
            {},
            '{}',
            '',
            '[]',
            at,
          ])
      }
      for (const link of profile.accounts) {
        if (!link.joined) links.push([node(), link.accountId, link.at, link.messageId, 0])
        else {
          const fact = groupTraits.find((g) => g.fact.messageId === link.messageId)?.fact
          messages.push([
            node(),
            link.at,
            link.messageId,
            'group',
            '',
            {},
            encodeTraits(fact?.traits ?? {}),
            '{}',
            link.accountId,
            '[]',
            link.at,
          ])
        }
      }
      for (const list of profile.lists) lists.push([list, node(), 1, 1])
    }
  }
  await warehouse.insert(
    'messages',
    [
      'node',
      'ts',
      'message_id',
      'kind',
      'event',
      'props',
      'traits',
      'context',
      'group_id',
      'identifiers',
      'received_at',
    ],
    messages,
  )
  await warehouse.insert('assignments', ['node', 'kind', 'profile', 'version'], assignments)
  await warehouse.insert(
    'account_links',
    ['node', 'account_id', 'ts', 'message_id', 'joined'],
    links,
  )
  await warehouse.insert('list_entries', ['list', 'node', 'present', 'version'], lists)
  return nodesOf
}
