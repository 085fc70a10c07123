import type { Identifier, Message, NodeView } from '@muster/core'

/** An answer that needs no rule: all identifiers of the message are known, and of one profile. */
export interface Easy {
  readonly node: bigint
  readonly profile: bigint
}

/**
 * Whether a message can change nothing: then the rules would answer the same. What is easy when a batch begins stays so
 * within it, since messages only join profiles and never part them; only the profile may become another by a merge.
 */
export function easyAnswer(
  message: Message,
  nodeOf: (identifier: Identifier) => NodeView | 'absent' | undefined,
): Easy | undefined {
  // What a previous id joins takes a rule.
  if (message.previous !== undefined) return undefined
  let easy: Easy | undefined
  for (const identifier of message.identifiers) {
    const known = nodeOf(identifier)
    if (known === undefined || known === 'absent') return undefined
    if (easy === undefined) easy = { node: known.node, profile: known.profile }
    else if (known.profile !== easy.profile) return undefined
  }
  return easy
}
