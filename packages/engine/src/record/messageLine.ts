import {
  encodeContext,
  encodeProperties,
  encodeTraits,
  hasLongDigits,
  type Json,
  type Message,
} from '@muster/core'

export const MESSAGE_COLUMNS = [
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
] as const

/**
 * A message as a row of `messages`, written as JSON, under the node of the identifier that it belongs to. The columns of context and
 * identifiers hold JSON text, which the warehouse takes from the objects of the row as it stands: that spares writing and reading it
 * as text within text, which cost as much as the rest of the row. Numbers within the context are spelled as the warehouse reads them
 * without loss.
 */
export function messageLine(message: Message, node: bigint): string {
  try {
    const line = write(message, node, message.context)
    return hasLongDigits(line) ? writeExactly(message, node) : line
  } catch {
    // `JSON.stringify` refuses a bigint.
    return writeExactly(message, node)
  }
}

const writeExactly = (message: Message, node: bigint): string =>
  write(message, node, encodeContext(message.context))

/** `context` is the object, or its text. */
const write = (message: Message, node: bigint, context: Json): string =>
  JSON.stringify([
    node.toString(),
    message.timestamp,
    message.messageId,
    message.kind,
    message.event,
    encodeProperties(message.properties),
    encodeTraits(message.traits),
    context,
    message.groupId,
    message.identifiers.map(({ kind, value }) => [kind, value]),
    message.receivedAt,
  ])
