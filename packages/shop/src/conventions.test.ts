import { expect, test } from 'vitest'
import { identifiersOf, isObject, ofEvent, tellSmallShop } from './sample.test-support.ts'
import type { Json, JsonObject, SegmentMessage } from './wire/message.ts'

const year = tellSmallShop({ trouble: false })
const messages = year.map(({ message }) => message)

function numberAt(properties: JsonObject, key: string): number {
  const value = properties[key]
  if (typeof value !== 'number') throw new TypeError(`${key} is ${JSON.stringify(value)}`)
  return value
}

function cents(properties: JsonObject, key: string): number {
  return Math.round(numberAt(properties, key) * 100)
}

function productsOf(properties: JsonObject | undefined): readonly JsonObject[] {
  const products: Json | undefined = properties?.['products']
  return Array.isArray(products) ? products.filter(isObject) : []
}

test('every message has what its type needs, and identifies somebody', () => {
  expect(messages.filter((message) => missingPart(message) !== undefined)).toEqual([])
  expect(messages.filter(({ messageId }) => !/^[a-z0-9-]{5,100}$/.test(messageId))).toEqual([])
  expect(
    messages.filter(({ timestamp }) => new Date(timestamp).toISOString() !== timestamp),
  ).toEqual([])
  expect(messages.filter((message) => identifiersOf(message).length === 0)).toEqual([])
})

/** What a message of this type lacks. */
function missingPart(message: SegmentMessage): string | undefined {
  switch (message.type) {
    case 'track':
      return message.event ? undefined : 'event'
    case 'page':
    case 'screen':
      return message.name ? undefined : 'name'
    case 'identify':
      return message.traits ? undefined : 'traits'
    case 'group':
      return message.groupId && message.traits ? undefined : 'groupId or traits'
    case 'alias':
      return message.userId && message.previousId ? undefined : 'userId or previousId'
  }
}

test('no message is larger than 8 KB, no message id is used twice', () => {
  expect(messages.filter((message) => JSON.stringify(message).length > 8192)).toEqual([])
  expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(messages.length)
})

test('messages survive JSON', () => {
  for (const message of messages.slice(0, 5000))
    expect(JSON.parse(JSON.stringify(message))).toEqual(message)
})

test('the total of an order is the sum of its lines, less the discount, plus shipping and tax', () => {
  const orders = ofEvent(year, 'Order Completed')
  expect(orders.length).toBeGreaterThan(200)
  for (const { properties = {} } of orders) {
    const lines = productsOf(properties)
    const goods = lines.reduce(
      (sum, line) => sum + cents(line, 'price') * numberAt(line, 'quantity'),
      0,
    )
    const cost = lines.reduce(
      (sum, line) => sum + cents(line, 'cost') * numberAt(line, 'quantity'),
      0,
    )
    expect(lines.length).toBeGreaterThan(0)
    expect(cents(properties, 'revenue')).toBe(goods - cents(properties, 'discount'))
    expect(cents(properties, 'total')).toBe(
      cents(properties, 'revenue') + cents(properties, 'shipping') + cents(properties, 'tax'),
    )
    expect(cents(properties, 'margin')).toBe(cents(properties, 'revenue') - cost)
  }
})

test('a refund gives back no more than was paid, for an order that was made', () => {
  const totals = new Map(
    ofEvent(year, 'Order Completed').map(({ properties = {} }) => [
      properties['order_id'],
      numberAt(properties, 'total'),
    ]),
  )
  for (const { properties = {} } of ofEvent(year, 'Order Refunded')) {
    expect(numberAt(properties, 'total')).toBeLessThanOrEqual(
      totals.get(properties['order_id']) ?? 0,
    )
  }
})

test('a ticket is solved after it was opened, and a letter opened after it was delivered', () => {
  const openedAt = new Map(
    ofEvent(year, 'Ticket Opened').map((m) => [m.properties?.['ticket_id'], m.timestamp]),
  )
  const solved = ofEvent(year, 'Ticket Solved')
  expect(solved.length).toBeGreaterThan(5)
  for (const { properties, timestamp } of solved) {
    expect(timestamp > (openedAt.get(properties?.['ticket_id']) ?? '9')).toBe(true)
  }
})

test('those who refused analytics are seen at the door and at the till only', () => {
  const optional = new Set([
    'Product Viewed',
    'Product Added',
    'Cart Viewed',
    'Checkout Started',
    'Products Searched',
  ])
  const refusers = messages.filter(({ context }) => {
    const consent = context['consent']
    const preferences = isObject(consent) ? consent['categoryPreferences'] : undefined
    return isObject(preferences) && preferences['Analytics'] === false
  })
  expect(refusers.length).toBeGreaterThan(50)
  expect(refusers.filter(({ event = '' }) => optional.has(event))).toEqual([])
})

test('every kind of message and every event of the shop occurs', () => {
  const names = new Set(messages.map(({ type, event }) => event ?? type))
  expect([...names].sort()).toEqual(
    [
      'alias',
      'group',
      'identify',
      'page',
      'screen',
      'Cart Viewed',
      'Checkout Started',
      'Email Delivered',
      'Email Link Clicked',
    ]
      .concat([
        'Email Opened',
        'Order Completed',
        'Order Refunded',
        'Plan Upgraded',
        'Product Added',
        'Product Viewed',
      ])
      .concat([
        'Products Searched',
        'Signed Up',
        'Ticket Opened',
        'Ticket Solved',
        'Trial Started',
        'Unsubscribed',
      ])
      .sort(),
  )
})
