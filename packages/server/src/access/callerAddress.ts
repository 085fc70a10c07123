import { isIPv6 } from 'node:net'
import type { Context } from 'hono'
import type { Site } from './site.ts'

/**
 * The network address of whoever asks, for the count of attempts to sign in. Each of our own proxies adds whom it heard from at the end of
 * `x-forwarded-for`; what stands before those may be made up. Of IPv6 only the network counts, since one caller has all its addresses.
 */
export function callerAddress(c: Context, { proxies }: Site): string {
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((each) => each.trim())
  const told = proxies === 0 ? undefined : forwarded[forwarded.length - proxies]
  return networkOf(told === undefined || told === '' ? (socketAddress(c) ?? 'unknown') : told)
}

function socketAddress(c: Context): string | undefined {
  // As @hono/node-server hands it on; in a test there is no socket.
  const env = c.env as { incoming?: { socket: { remoteAddress?: string } } } | undefined
  return env?.incoming?.socket.remoteAddress
}

function networkOf(address: string): string {
  const plain = address.replace(/^\[|\](:\d+)?$/g, '').replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return plain.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
  const [front = '', back] = plain.split('%')[0]?.split('::') ?? []
  const left = front === '' ? [] : front.split(':')
  const right = back === undefined || back === '' ? [] : back.split(':')
  const gap = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  const groups = [...left, ...gap, ...right].slice(0, 4)
  return `${groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, '')).join(':')}::/64`
}
