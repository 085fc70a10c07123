import type { Random } from '../random.ts'
import type { Json, JsonObject, SegmentMessage } from './message.ts'

/** Values that identify nobody, as careless code sends them. */
const BLOCKED = [
  'null',
  'undefined',
  'anonymous',
  '0',
  '-1',
  'n/a',
  ' ',
  '00000000-0000-0000-0000-000000000000',
]

/** Each of the ways in which real senders go wrong. The message id stays. */
const DAMAGES: readonly ((message: SegmentMessage, random: Random) => SegmentMessage)[] = [
  (message) => withoutIdentifiers(message),
  (message, random) => ({ ...withoutIdentifiers(message), anonymousId: random.pick(BLOCKED) }),
  (message) => ({ ...withoutIdentifiers(message), userId: 'undefined' }),
  (message) => withTestEmail(withoutIdentifiers(message)),
  (message) => ({ ...message, timestamp: 'yesterday' }),
  (message) => ({
    ...message,
    ...(message.event !== undefined && { event: '' }),
    properties: { revenue: 'n/a' },
  }),
  (message) => ({
    ...message,
    properties: { revenue: '12.50', ...numbersAsText(message.properties ?? {}) },
  }),
  (message) => ({ ...message, properties: { ...message.properties, products: 'p001,p002' } }),
]

/** One message as a faulty sender would send it. */
export function damage(message: SegmentMessage, random: Random): SegmentMessage {
  return random.pick(DAMAGES)(message, random)
}

function withTestEmail(message: SegmentMessage): SegmentMessage {
  return { ...message, context: { ...message.context, traits: { email: 'test@test.com' } } }
}

function withoutIdentifiers(message: SegmentMessage): SegmentMessage {
  const { type, messageId, timestamp, event, name, category, properties, traits, groupId } = message
  return {
    type,
    messageId,
    timestamp,
    ...(event !== undefined && { event }),
    ...(name !== undefined && { name }),
    ...(category !== undefined && { category }),
    ...(properties !== undefined && { properties }),
    ...(traits !== undefined && { traits: withoutKeys(traits, ['email', 'phone']) }),
    ...(groupId !== undefined && { groupId }),
    context: withoutKeys(message.context, ['traits', 'device']),
  }
}

function withoutKeys(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}

/** `12.5` becomes `"12.5"`, at the top level: the commonest mistake of all. */
function numbersAsText(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]): [string, Json] => [
      key,
      typeof value === 'number' ? String(value) : value,
    ]),
  )
}
