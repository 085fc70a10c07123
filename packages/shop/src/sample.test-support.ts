import { createShop } from './shop.ts'
import type { Arrival, Json, JsonObject, SegmentMessage } from './wire/message.ts'
import type { ShopOptions } from './world.ts'

export const UNTIL = Date.UTC(2025, 11, 31, 18)
export const DAY = 86_400_000

/** A shop that is small enough to be looked at whole. */
export const SMALL: ShopOptions = { seed: 11, people: 1200, until: UNTIL }

/** The year of the small shop, told once for all tests of a file. */
export function tellSmallShop(more: Partial<ShopOptions> = {}): readonly Arrival[] {
  return [...createShop({ ...SMALL, ...more }).history()]
}

export function ofEvent(arrivals: readonly Arrival[], event: string): readonly SegmentMessage[] {
  return arrivals.map(({ message }) => message).filter((message) => message.event === event)
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The identifiers that a message carries, raw, as `kind value`. */
export function identifiersOf(message: SegmentMessage): string[] {
  const found: string[] = []
  const add = (kind: string, value: Json | undefined): void => {
    if (typeof value === 'string') found.push(`${kind} ${value}`)
  }
  add('user_id', message.userId)
  add('user_id', message.previousId)
  add('anonymous_id', message.anonymousId)
  const { traits, device } = message.context
  for (const source of [message.type === 'identify' ? message.traits : undefined, traits]) {
    if (!isObject(source)) continue
    if (typeof source['email'] === 'string') add('email', source['email'].trim().toLowerCase())
    if (typeof source['phone'] === 'string') add('phone', source['phone'].replace(/[^+\d]/g, ''))
  }
  if (isObject(device)) add('device_id', device['advertisingId'])
  return found
}
