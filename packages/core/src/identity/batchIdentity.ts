import type { Identifier, Message } from '../message/message.ts'
import type { MessageEffect } from './effect.ts'
import { keyOf } from './identifierKinds.ts'
import type { IdentityView, NodeView, ProfileView } from './identityView.ts'
import { unite, withOneMore } from './unite.ts'

/** What one look-up has to bring for a batch: the nodes of its identifiers, and the profiles that those belong to. */
export interface LoadedIdentity {
  readonly nodes: readonly (NodeView & { readonly identifier: Identifier })[]
  readonly profiles: readonly ProfileView[]
}

/** A view of the part of the graph that a batch touches, which follows the effects of the batch's own messages. */
export interface BatchIdentity extends IdentityView {
  readonly apply: (effects: readonly MessageEffect[]) => void
}

/** Every identifier that resolving the messages may ask for, each once; a previous id as both kinds that it can be. */
export function identifiersOf(messages: readonly Message[]): readonly Identifier[] {
  const found = new Map<string, Identifier>()
  const add = (identifier: Identifier) => found.set(keyOf(identifier), identifier)
  for (const { identifiers, previous } of messages) {
    for (const identifier of identifiers) add(identifier)
    if (previous === undefined) continue
    add(previous)
    add({ kind: 'user_id', value: previous.value })
  }
  return [...found.values()]
}

/**
 * A view for one batch. An identifier that was not loaded counts as never seen, so load all of `identifiersOf`. A merge costs
 * the same however many nodes the profiles have: nodes keep the profile that they were loaded with, and follow redirects.
 */
export function batchIdentity(loaded: LoadedIdentity): BatchIdentity {
  const nodes = new Map(loaded.nodes.map((node) => [keyOf(node.identifier), node as NodeView]))
  const profiles = new Map(loaded.profiles.map((profile) => [profile.id, profile]))
  const redirects = new Map<bigint, bigint>()

  const survivorOf = (profile: bigint): bigint => {
    let survivor = profile
    for (let to = redirects.get(survivor); to !== undefined; to = redirects.get(survivor))
      survivor = to
    return survivor
  }
  const profile = (id: bigint): ProfileView => {
    const view = profiles.get(id)
    if (view === undefined) throw new Error(`Profile ${id} was not loaded for this batch.`)
    return view
  }
  const applyOne = (effect: MessageEffect): void => {
    switch (effect.effect) {
      case 'profile_created':
        profiles.set(effect.profile, {
          id: effect.profile,
          counts: new Map(),
          separations: new Map(),
        })
        return
      case 'identifier_assigned': {
        const { identifier, node } = effect
        nodes.set(keyOf(identifier), { node, profile: effect.profile })
        profiles.set(effect.profile, withOneMore(profile(effect.profile), identifier.kind))
        return
      }
      case 'profiles_merged': {
        const { survivor, absorbed } = effect
        profiles.set(survivor, unite(profile(survivor), profile(absorbed)))
        profiles.delete(absorbed)
        redirects.set(absorbed, survivor)
        return
      }
      case 'identifier_left_out':
        return
    }
  }

  return {
    nodeOf: (identifier) => {
      const known = nodes.get(keyOf(identifier))
      if (known === undefined) return undefined
      const survivor = survivorOf(known.profile)
      return survivor === known.profile ? known : { node: known.node, profile: survivor }
    },
    profile,
    apply: (effects) => {
      effects.forEach(applyOne)
    },
  }
}
