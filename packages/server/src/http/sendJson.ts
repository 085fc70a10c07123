import type { Json } from '@muster/core'
import { stringifyJson } from '@muster/core'

/** What may be sent: JSON, where an optional key may also be there without a value, and then is left out. */
export type Sendable =
  Json | undefined | readonly Sendable[] | { readonly [key: string]: Sendable } | object

/** An answer in JSON that keeps every digit. */
export function sendJson(
  value: Sendable,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(writeJson(value), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

/** JSON text without a digit lost; keys without a value are left out. */
export function writeJson(value: Sendable): string {
  // By `Sendable` it is JSON but for those keys.
  return stringifyJson((value ?? null) as Json)
}
