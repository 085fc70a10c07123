import type { Message } from '../message/message.ts'
import type { BatchIdentity } from './batchIdentity.ts'
import type { IdentityLimits } from './identityLimits.ts'
import type { NextNumber } from './identityView.ts'
import type { Resolved } from './resolveMessage.ts'
import { resolveMessage } from './resolveMessage.ts'

/**
 * Resolves messages in order of arrival, each in sight of what those before it did. `profile` of each answer is the one at
 * that moment; where the batch merges it later, `identity.nodeOf` tells. Duplicates have to be taken out before ([I19]).
 */
export function resolveBatch(
  identity: BatchIdentity,
  messages: readonly Message[],
  limits: IdentityLimits,
  next: NextNumber,
): readonly Resolved[] {
  return messages.map((message) => {
    const resolved = resolveMessage(identity, message, limits, next)
    if (resolved.effects.length > 0) identity.apply(resolved.effects)
    return resolved
  })
}
