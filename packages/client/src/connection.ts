import { parseJson, stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'
import type { Problem } from '@muster/server'
import { NotReachableError, RefusedError } from './errors.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface ConnectionOptions {
  /** Where Muster answers, such as `http://127.0.0.1:4800`. */
  readonly url: string
  /** A secret key for the API, or a write key to send messages. */
  readonly key?: string
  /** For pages of the server's own address: the browser adds the cookie of its session, and this that no other site asks. */
  readonly isOwnPage?: boolean
  /** The platform's by default. */
  readonly fetch?: Fetch
}

export interface Ask {
  /** Text and numbers by name; what is not given is left out. */
  readonly query?: object
  readonly body?: object
  /** Sent as it is, in the place of a body in JSON. */
  readonly raw?: NonNullable<RequestInit['body']>
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

export interface Connection {
  /** Asks and reads an answer in JSON with every digit. Throws RefusedError, NotReachableError, or the signal's reason. */
  readonly ask: <Answer>(method: string, path: string, ask?: Ask) => Promise<Answer>
  /** The same for an answer that is read bit by bit. */
  readonly open: (method: string, path: string, ask?: Ask) => Promise<Response>
}

export function connect(options: ConnectionOptions): Connection {
  const { url, key, isOwnPage = false, fetch = globalThis.fetch } = options
  const base = url.replace(/\/+$/, '')

  const open = async (method: string, path: string, ask: Ask = {}): Promise<Response> => {
    const { query, body, raw, contentType = 'application/json', headers, signal } = ask
    // What callers give are plain objects of JSON; the types of the API say which.
    const payload = raw ?? (body === undefined ? undefined : stringifyJson(body as Json))
    let response: Response
    try {
      response = await fetch(`${base}${path}${queryOf(query)}`, {
        method,
        headers: {
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
          ...(isOwnPage && { 'x-requested-with': 'muster' }),
          ...(payload !== undefined && { 'content-type': contentType }),
          ...headers,
        },
        ...(payload !== undefined && { body: payload, duplex: 'half' as const }),
        ...(signal && { signal }),
      })
    } catch (error) {
      signal?.throwIfAborted()
      throw new NotReachableError(base, 'no connection', error)
    }
    if (!response.ok) throw await errorOf(response, base)
    return response
  }

  return {
    open,
    async ask<Answer>(method: string, path: string, ask?: Ask): Promise<Answer> {
      const response = await open(method, path, ask)
      const parsed = parseJson(await textOf(response, base, ask?.signal))
      if (!parsed.ok) throw new NotReachableError(base, 'the answer is no JSON')
      // By the server's schemas, which its own tests hold it to.
      return parsed.value as Answer
    },
  }
}

async function textOf(
  response: Response,
  base: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  try {
    return await response.text()
  } catch (error) {
    signal?.throwIfAborted()
    throw new NotReachableError(base, 'the answer was cut off', error)
  }
}

async function errorOf(response: Response, base: string): Promise<Error> {
  const parsed = parseJson(await textOf(response, base, undefined))
  if (!parsed.ok || !isProblem(parsed.value)) {
    return new NotReachableError(base, `status ${response.status} without a reason`)
  }
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new RefusedError(parsed.value, Number.isFinite(retryAfter) ? retryAfter : undefined)
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['code', 'detail'].every((key) => typeof Reflect.get(value, key) === 'string')
  )
}

function queryOf(query: object = {}): string {
  const pairs = new URLSearchParams()
  for (const [key, value] of Object.entries(query) as [string, unknown][]) {
    if (typeof value === 'string' || typeof value === 'number') pairs.set(key, String(value))
  }
  return pairs.size === 0 ? '' : `?${pairs.toString()}`
}

/** One step of an address: whatever the id is, it stays one step. */
export function step(id: string): string {
  return encodeURIComponent(id)
}
