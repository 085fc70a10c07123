import { compileIdentifierRules, parseJson, readMessage, type Json } from '@muster/core'
import { expect, test } from 'vitest'
import { createTraffic } from './traffic.ts'

const NOW = 1_800_000_000_000
const traffic = (seed: number) => createTraffic({ people: 1_000, visitors: 100, seed, run: 'r' })

function messagesOf(body: string): readonly Json[] {
  const parsed = parseJson(body)
  if (!parsed.ok) throw new Error(parsed.message)
  const { batch } = parsed.value as { readonly batch: readonly Json[] }
  return batch
}
const read = (raw: Json, index: number) =>
  readMessage(raw, {
    receivedAt: NOW,
    newMessageId: `none-${index}`,
    byteLength: 1,
    identifierRules: compileIdentifierRules({}),
  })

test('every message is one that ingest takes, with an id of its own', () => {
  const found = messagesOf(traffic(1).batch(5_000, NOW)).map(read)
  expect(found.filter((one) => !one.ok)).toEqual([])
  const messages = found.flatMap((one) => (one.ok ? [one.message] : []))
  expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(5_000)
  expect(messages.every(({ timestamp }) => timestamp === NOW)).toBe(true)
  const events = new Set(messages.map(({ event }) => event))
  expect([...events].sort()).toEqual([
    ...['Checkout Started', 'Email Clicked', 'Order Completed', 'Page Viewed'],
    ...['Product Added', 'Product Viewed'],
  ])
})

test('most come from people of the history, a few from new ones', () => {
  const strangers = messagesOf(traffic(2).batch(5_000, NOW)).filter((one) =>
    JSON.stringify(one).includes('"anonymousId":"r-'),
  )
  expect(strangers.length).toBeGreaterThan(20)
  expect(strangers.length).toBeLessThan(300)
})

test('the same seed sends the same', () => {
  expect(traffic(3).batch(50, NOW)).toBe(traffic(3).batch(50, NOW))
  expect(traffic(3).batch(50, NOW)).not.toBe(traffic(4).batch(50, NOW))
})
