import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { callerAddress } from './callerAddress.ts'

async function addressOf(socket: string | undefined, forwarded: string | undefined, proxies = 0) {
  const app = new Hono()
  app.get('/', (c) => c.text(callerAddress(c, { proxies })))
  const env = socket === undefined ? {} : { incoming: { socket: { remoteAddress: socket } } }
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return (await app.request('/', { headers }, env)).text()
}

test.each([
  ['192.0.2.1', undefined, 0, '192.0.2.1'],
  ['::ffff:192.0.2.1', undefined, 0, '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2::/64'],
  ['2001:DB8::1', undefined, 0, '2001:db8:0:0::/64'],
  ['fe80::1%eth0', undefined, 0, 'fe80:0:0:0::/64'],
  ['::1', undefined, 0, '0:0:0:0::/64'],
  [undefined, undefined, 0, 'unknown'],
  // Without a proxy of ours whatever stands there was made up.
  ['192.0.2.1', '198.51.100.7', 0, '192.0.2.1'],
  ['10.0.0.1', '198.51.100.7', 1, '198.51.100.7'],
  ['10.0.0.1', 'made up, 198.51.100.7:4711', 1, '198.51.100.7'],
  ['10.0.0.1', 'made up, [2001:db8::1]:443, 10.0.0.2', 2, '2001:db8:0:0::/64'],
  ['10.0.0.1', undefined, 1, '10.0.0.1'],
  ['10.0.0.1', '198.51.100.7', 2, '10.0.0.1'],
])('from %s, forwarded for %s, behind %i: %s', async (socket, forwarded, proxies, address) => {
  expect(await addressOf(socket, forwarded, proxies)).toBe(address)
})
