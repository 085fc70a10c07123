import type { Json, JsonObject, MessageKind } from '@muster/core'
import type { IngestCall } from '@muster/engine'
import type { Problem } from '../http/problem.ts'
import { problem } from '../http/problem.ts'
import { jsonBytes } from './jsonBytes.ts'

export type ReadCall =
  | { readonly ok: true; readonly call: IngestCall }
  | { readonly ok: false; readonly problem: Problem }

export interface SentCall {
  readonly body: Json
  /** Of the body's text. */
  readonly bytes: number
  readonly source: string
}

/** A call with one message: the body itself, but for the key that came with it. */
export function readSingle({ body, bytes, source }: SentCall, kind: MessageKind): ReadCall {
  const message = isObject(body) ? withoutKey(body) : body
  const sentAt = isObject(body) ? own(body, 'sentAt') : undefined
  return {
    ok: true,
    call: { messages: [message], kind, byteLengths: [bytes], source, ...given({ sentAt }) },
  }
}

/** A call with many: each says its own type. A `context` or `integrations` beside them holds for all; a message's own keys win. */
export function readBatch({ body, source }: SentCall): ReadCall {
  const batch = isObject(body) ? own(body, 'batch') : undefined
  if (!isObject(body) || !isArray(batch)) {
    const detail = 'A batch is an object with a list of messages under "batch". Send one.'
    return { ok: false, problem: problem(400, 'invalid_batch', ['batch'], detail) }
  }
  const shared = {
    ...shareable(body, 'context'),
    ...shareable(body, 'integrations'),
  }
  const isShared = Object.keys(shared).length > 0
  const messages = isShared ? batch.map((message) => withShared(message, shared)) : batch
  const sentAt = own(body, 'sentAt')
  return {
    ok: true,
    call: { messages, byteLengths: messages.map(jsonBytes), source, ...given({ sentAt }) },
  }
}

function shareable(body: JsonObject, key: string): JsonObject {
  const value = own(body, key)
  return isObject(value) && Object.keys(value).length > 0 ? { [key]: value } : {}
}

function withShared(message: Json, shared: JsonObject): Json {
  if (!isObject(message)) return message
  const merged: Record<string, Json> = {}
  for (const [key, value] of Object.entries(shared)) {
    const its = own(message, key) ?? {}
    // What is no object is left as it is, for the engine to refuse.
    merged[key] = isObject(value) && isObject(its) ? { ...value, ...its } : its
  }
  return { ...message, ...merged }
}

/** Object.fromEntries, like spreading, makes own keys of all that it is given, of `__proto__` too. */
function withoutKey(body: JsonObject): JsonObject {
  if (!Object.hasOwn(body, 'writeKey')) return body
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'writeKey'))
}

function given({ sentAt }: { readonly sentAt: Json | undefined }) {
  return sentAt === undefined || sentAt === null ? {} : { sentAt }
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
