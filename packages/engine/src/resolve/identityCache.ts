import { keyOf } from '@muster/core'
import type { Identifier, NodeView, ProfileView } from '@muster/core'
import { Generations } from './generations.ts'

/** What is known of an identifier; `absent` when it is known that nobody has it. */
export type CachedNode = NodeView | 'absent'

/** One identifier and the profile it belongs to, as the database has it at some epoch. */
export interface AssignedNode extends NodeView {
  readonly identifier: Identifier
}

/**
 * What this process remembers of the identity graph: true as of one epoch of the database, all of it. Whoever adds to it
 * has read at that epoch, under the lock of `lockIdentity`.
 *
 * An answer from here is the answer that the database would have given at that epoch. Where another process has changed
 * something since, a batch that is answered from here without writing counts as having come before that change: that is a
 * serial order, so nothing is lost, and a node never changes, so the message is stored in the right place in any case.
 * Only the profile that is told beside the node may be late, by as much as the resolver lets pass between two looks at the
 * epoch. A batch that does write looks first, under the lock.
 */
export class IdentityCache {
  private readonly nodes: Generations<string, CachedNode>
  private readonly profiles: Generations<bigint, ProfileView>
  /** What was left out of which profile and has been logged: it comes with every message and is told once. */
  private readonly told: Generations<string, true>
  /** Nothing was read yet. */
  epoch = -1n

  constructor(size: number) {
    this.nodes = new Generations(size)
    // Only profiles that took a rule are remembered, and one of them takes as much room as several identifiers.
    this.profiles = new Generations(Math.ceil(size / 4))
    this.told = new Generations(size)
  }

  node(identifier: Identifier): CachedNode | undefined {
    return this.nodes.get(keyOf(identifier))
  }

  profile(id: bigint): ProfileView | undefined {
    return this.profiles.get(id)
  }

  learnNode(identifier: Identifier, node: CachedNode): void {
    this.nodes.set(keyOf(identifier), node)
  }

  learnProfile(view: ProfileView): void {
    this.profiles.set(view.id, view)
  }

  forgetProfile(id: bigint): void {
    this.profiles.delete(id)
  }

  wasTold(profile: bigint, identifier: Identifier): boolean {
    return this.told.has(`${profile}\0${keyOf(identifier)}`)
  }

  tell(profile: bigint, identifier: Identifier): void {
    this.told.set(`${profile}\0${keyOf(identifier)}`, true)
  }

  /** Follows assignments that changed: what is remembered of them is replaced, the profiles they came to are forgotten. */
  follow(changed: readonly AssignedNode[], epoch: bigint): void {
    for (const { identifier, node, profile } of changed) {
      this.nodes.replace(keyOf(identifier), { node, profile })
      this.profiles.delete(profile)
    }
    this.epoch = epoch
  }

  /** Forgets everything, for when too much has changed to follow. */
  restart(epoch: bigint): void {
    this.nodes.clear()
    this.profiles.clear()
    this.epoch = epoch
  }
}
