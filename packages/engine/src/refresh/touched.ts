import type { Message } from '@muster/core'
import type { Assigned, Recorded } from '../record/record.ts'
import { evidenceIn } from './concern.ts'
import type { Touch } from './touches.ts'

/** Somebody to look at. */
export interface Touched {
  readonly profile: bigint
  /** Under which the evidence is stored, if it is one message: by the time it is looked at, another process may have given it to another profile. */
  readonly node?: bigint
  readonly touch: Touch
}

/** Whom a recorded batch touches; `now` is when its merges were due if it has no messages. */
export function touchedBy(
  { messages, merges, assigned }: Recorded,
  now: number,
): readonly Touched[] {
  const dueAt = messages[0]?.message.receivedAt ?? now
  return [
    ...messages.map(({ message, node, profile }) => ({
      profile,
      node,
      touch: {
        cause: { kind: 'event' as const, messageId: message.messageId },
        dueAt: message.receivedAt,
        ...newsIn(message, assigned.get(profile)),
      },
    })),
    ...merges
      .flatMap(({ survivor, absorbed }) => [survivor, absorbed])
      .map((profile) => ({ profile, touch: { cause: { kind: 'merge' as const }, dueAt } })),
  ]
}

/** A group call brings more than its own: it changes what holds for accounts. */
function newsIn(message: Message, identified: Assigned | undefined): Partial<Touch> {
  const evidence = evidenceIn(message)
  if (evidence === undefined) return {}
  const at = message.timestamp
  return { evidence, at, message, ...(identified && { identified }) }
}
