import type { Identifier } from '../message/message.ts'
import type { Effect, UnmergedGroup } from './effect.ts'
import { keyOf } from './identifierKinds.ts'
import type { IdentityView, NodeView, ProfileView } from './identityView.ts'

/** One identifier as the graph keeps it. */
export interface GraphNode extends NodeView {
  readonly identifier: Identifier
  /** The groups that a person's decisions put it in, by the number of the decision. */
  readonly groups: ReadonlyMap<bigint, number>
}

/**
 * The whole identity graph in memory, in the plainest form: a list of nodes that each know their profile. It is the reference
 * that faster stores are compared with, and counts everything anew when asked.
 */
export class IdentityGraph implements IdentityView {
  private readonly byKey = new Map<string, GraphNode>()
  private readonly profileIds = new Set<bigint>()

  nodeOf(identifier: Identifier): GraphNode | undefined {
    return this.byKey.get(keyOf(identifier))
  }

  nodes(): readonly GraphNode[] {
    return [...this.byKey.values()]
  }

  members(profile: bigint): readonly GraphNode[] {
    return this.nodes().filter((node) => node.profile === profile)
  }

  isProfile(id: bigint): boolean {
    return this.profileIds.has(id)
  }

  profiles(): readonly bigint[] {
    return [...this.profileIds]
  }

  profile(id: bigint): ProfileView {
    if (!this.profileIds.has(id)) throw new Error(`There is no profile ${id}.`)
    const counts = new Map<string, number>()
    const separations = new Map<bigint, number>()
    for (const { identifier, groups } of this.members(id)) {
      counts.set(identifier.kind, (counts.get(identifier.kind) ?? 0) + 1)
      for (const [decision, group] of groups) separations.set(decision, group)
    }
    return { id, counts, separations }
  }

  apply(effects: readonly Effect[]): void {
    for (const effect of effects) this.applyOne(effect)
  }

  private applyOne(effect: Effect): void {
    switch (effect.effect) {
      case 'profile_created':
        this.profileIds.add(effect.profile)
        return
      case 'identifier_assigned': {
        const { identifier, node, profile } = effect
        this.byKey.set(keyOf(identifier), { identifier, node, profile, groups: new Map() })
        return
      }
      case 'profiles_merged': {
        const { survivor, absorbed } = effect
        this.change((node) => (node.profile === absorbed ? { ...node, profile: survivor } : node))
        this.profileIds.delete(absorbed)
        return
      }
      case 'identifier_left_out':
        return
      case 'unmerged':
        for (const group of effect.groups) this.separate(effect.decision, group)
        return
      case 'groups_joined': {
        const { decision, group, into } = effect
        this.change((node) =>
          node.groups.get(decision) === group
            ? { ...node, groups: new Map(node.groups).set(decision, into) }
            : node,
        )
        return
      }
    }
  }

  private separate(decision: bigint, { group, profile, nodes }: UnmergedGroup): void {
    this.profileIds.add(profile)
    const named = new Set(nodes)
    this.change((node) =>
      named.has(node.node)
        ? { ...node, profile, groups: new Map(node.groups).set(decision, group) }
        : node,
    )
  }

  private change(changed: (node: GraphNode) => GraphNode): void {
    for (const [key, node] of this.byKey) this.byKey.set(key, changed(node))
  }
}
