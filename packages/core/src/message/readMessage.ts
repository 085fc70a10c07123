import type { IdentifierRules } from '../identity/identifierRules.ts'
import { decimalText } from '../identity/decimalText.ts'
import type { Json, JsonObject } from '../value/json.ts'
import type { Message, MessageKind } from './message.ts'
import type { MessageLimits } from './messageLimits.ts'
import { defaultMessageLimits } from './messageLimits.ts'
import { isObject } from './objectAt.ts'
import { readIdentifiers, readPrevious } from './readIdentifiers.ts'
import { readPayload } from './readPayload.ts'
import { readTimestamp } from './readTimestamp.ts'
import type { Outcome, Rejection } from './rejection.ts'
import { accept, quote, reject } from './rejection.ts'

export interface MessageCall {
  /** Fixed by the route; without it the message says it in `type`. */
  readonly kind?: MessageKind
  /** Milliseconds since 1970 UTC. */
  readonly receivedAt: number
  /** Of the batch, as it was sent. */
  readonly sentAt?: Json
  /** The id of a message that brings none. */
  readonly newMessageId: string
  /** Of the message's JSON text, in UTF-8. */
  readonly byteLength: number
  readonly identifierRules: IdentifierRules
  readonly limits?: MessageLimits
}

export type ReadMessage =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly rejection: Rejection }

const kinds: readonly MessageKind[] = ['track', 'page', 'screen', 'identify', 'group', 'alias']
const maxIdLength = { messageId: 256, groupId: 512 } as const

/**
 * Checks one message of the Segment spec and brings it into the form that everything behind works with ([M1] to [M10]): the
 * clock corrected, the identifiers normalised. A message that is refused says the first thing that is wrong with it.
 */
export function readMessage(raw: Json, call: MessageCall): ReadMessage {
  const read = readChecked(raw, call)
  return read.ok ? { ok: true, message: read.value } : read
}

function readChecked(raw: Json, call: MessageCall): Outcome<Message> {
  const limits = call.limits ?? defaultMessageLimits
  if (call.byteLength > limits.bytes) {
    const message = `The message has ${call.byteLength} bytes, more than ${limits.bytes}. Send less with it.`
    return reject('message_too_large', [], message)
  }
  if (!isObject(raw)) return reject('not_an_object', [], 'A message is an object. Send one.')
  const kind = readKind(raw, call.kind)
  if (!kind.ok) return kind
  const messageId = readMessageId(raw, call.newMessageId)
  if (!messageId.ok) return messageId
  const payload = readPayload(raw, limits)
  if (!payload.ok) return payload
  const event = readEvent(kind.value, raw, limits)
  if (!event.ok) return event
  const groupId = kind.value === 'group' ? readGroupId(raw) : accept('')
  if (!groupId.ok) return groupId
  const timestamp = readTimestamp(raw, call.receivedAt, call.sentAt)
  if (!timestamp.ok) return timestamp
  const identifiers = readIdentifiers(kind.value, raw, call.identifierRules)
  if (!identifiers.ok) return identifiers

  const { properties, traits, context } = payload.value
  const message: Message = {
    kind: kind.value,
    messageId: messageId.value,
    timestamp: timestamp.value,
    receivedAt: call.receivedAt,
    event: event.value,
    properties: propertiesOf(kind.value, raw, properties),
    traits: kind.value === 'identify' || kind.value === 'group' ? traits : {},
    context,
    groupId: groupId.value,
    identifiers: identifiers.value,
  }
  return kind.value === 'alias' ? withPrevious(message, raw, call.identifierRules) : accept(message)
}

function readKind(raw: JsonObject, fixed: MessageKind | undefined): Outcome<MessageKind> {
  const type = raw['type'] ?? null
  if (fixed !== undefined && (type === null || type === fixed)) return accept(fixed)
  const kind = kinds.find((known) => known === type)
  if (kind === undefined) {
    const message = `The type of a message is one of ${kinds.join(', ')}. Send one of them.`
    return reject('unknown_type', ['type'], message)
  }
  if (fixed === undefined) return accept(kind)
  const message = `A message of type ${kind} came to ${fixed}. Send it to its own path, or in a batch.`
  return reject('type_mismatch', ['type'], message)
}

function readMessageId(raw: JsonObject, fallback: string): Outcome<string> {
  const sent = raw['messageId'] ?? null
  if (sent === null) return accept(fallback)
  const text = readId(sent, maxIdLength.messageId)
  if (text !== undefined) return accept(text)
  const message = `A messageId is text of 1 to ${maxIdLength.messageId} characters without NUL. Send such text, or none.`
  return reject('invalid_message_id', ['messageId'], message)
}

function readGroupId(raw: JsonObject): Outcome<string> {
  const text = readId(raw['groupId'] ?? null, maxIdLength.groupId)
  if (text !== undefined && text.trim() !== '') return accept(text)
  const message = `A group call names the account. Send a groupId of 1 to ${maxIdLength.groupId} characters without NUL.`
  return reject('invalid_group_id', ['groupId'], message)
}

function readId(value: Json, maxLength: number): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return decimalText(value)
  const isText = typeof value === 'string' && value !== ''
  return isText && value.length <= maxLength && !value.includes('\0') ? value : undefined
}

function readEvent(kind: MessageKind, raw: JsonObject, limits: MessageLimits): Outcome<string> {
  switch (kind) {
    case 'page':
      return accept('Page Viewed')
    case 'screen':
      return accept('Screen Viewed')
    case 'identify':
    case 'group':
    case 'alias':
      return accept('')
    case 'track': {
      const event = raw['event']
      if (typeof event === 'string' && isEventName(event, limits.nameLength)) return accept(event)
      const what = typeof event === 'string' ? quote(event) : 'What was sent'
      const message = `${what} can't be the name of an event. Send text of 1 to ${limits.nameLength} characters without NUL.`
      return reject('invalid_event', ['event'], message)
    }
  }
}

function isEventName(text: string, maxLength: number): boolean {
  return text.trim() !== '' && text.length <= maxLength && !text.includes('\0')
}

/** A page's or screen's own `name` and `category` stand among its properties and win over those of the same name. */
function propertiesOf(kind: MessageKind, raw: JsonObject, properties: JsonObject): JsonObject {
  if (kind === 'track') return properties
  if (kind !== 'page' && kind !== 'screen') return {}
  const name = raw['name'] ?? null
  const category = raw['category'] ?? null
  return {
    ...properties,
    ...(name === null ? {} : { name }),
    ...(category === null ? {} : { category }),
  }
}

function withPrevious(message: Message, raw: JsonObject, rules: IdentifierRules): Outcome<Message> {
  if (message.identifiers[0]?.kind !== 'user_id') {
    const text = 'An alias call has no usable userId. Send the id that the user has now.'
    return reject('missing_user_id', ['userId'], text)
  }
  const previous = readPrevious(raw, rules)
  return previous.ok ? accept({ ...message, previous: previous.value }) : previous
}
