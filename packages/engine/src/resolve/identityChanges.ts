import type { Identifier, Message, Obstacle, Resolved } from '@muster/core'
import type { Merge } from './resolvedBatch.ts'

export interface CreatedProfile {
  readonly profile: bigint
  readonly at: number
}

export interface NewIdentifier {
  readonly identifier: Identifier
  readonly node: bigint
  /** Where it belongs when the batch is done. */
  readonly profile: bigint
  readonly message: Message
}

export interface LeftOut {
  readonly identifier: Identifier
  readonly obstacle: Obstacle
  readonly profile: bigint
  readonly message: Message
}

/** What a batch of messages does to the identity graph, ready to be written. */
export interface IdentityChanges {
  readonly created: readonly CreatedProfile[]
  readonly assigned: readonly NewIdentifier[]
  readonly merged: readonly Merge[]
  readonly leftOut: readonly LeftOut[]
  /** Where a profile has ended up when the batch is done. */
  readonly survivorOf: (profile: bigint) => bigint
}

/** Puts the effects of the messages together. `resolved` stands beside `messages`. */
export function collectChanges(
  messages: readonly Message[],
  resolved: readonly Resolved[],
): IdentityChanges {
  const created: CreatedProfile[] = []
  const assigned: NewIdentifier[] = []
  const merged: Merge[] = []
  const leftOut: LeftOut[] = []
  for (const [index, { effects, profile }] of resolved.entries()) {
    const message = messages[index]
    if (message === undefined) throw new Error('there are more answers than messages')
    for (const effect of effects) {
      switch (effect.effect) {
        case 'profile_created':
          created.push({ profile: effect.profile, at: message.receivedAt })
          break
        case 'identifier_assigned':
          assigned.push({ ...effect, message })
          break
        case 'profiles_merged': {
          const { survivor, absorbed, cause } = effect
          merged.push({ survivor, absorbed, cause })
          break
        }
        case 'identifier_left_out':
          leftOut.push({ ...effect, profile, message })
          break
      }
    }
  }
  const survivorOf = finalSurvivors(merged)
  return {
    created,
    assigned: assigned.map((one) => ({ ...one, profile: survivorOf(one.profile) })),
    merged,
    leftOut: leftOut.map((one) => ({ ...one, profile: survivorOf(one.profile) })),
    survivorOf,
  }
}

/** Where a profile has ended up after all merges of a batch. */
export function finalSurvivors(merged: readonly Merge[]): (profile: bigint) => bigint {
  if (merged.length === 0) return (profile) => profile
  const into = new Map(merged.map(({ survivor, absorbed }) => [absorbed, survivor]))
  return (profile) => {
    let survivor = profile
    for (let next = into.get(survivor); next !== undefined; next = into.get(survivor)) {
      survivor = next
    }
    return survivor
  }
}
