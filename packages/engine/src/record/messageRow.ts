import {
  encodeContext,
  encodeProperties,
  encodeTraits,
  stringifyJson,
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

/** A message as a row of `messages`, under the node of the identifier that it belongs to. */
export const messageRow = (message: Message, node: bigint): readonly unknown[] => [
  node,
  message.timestamp,
  message.messageId,
  message.kind,
  message.event,
  encodeProperties(message.properties),
  encodeTraits(message.traits),
  encodeContext(message.context),
  message.groupId,
  stringifyJson(message.identifiers.map(({ kind, value }) => [kind, value])),
  message.receivedAt,
]
