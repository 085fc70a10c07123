import type { Json, JsonObject } from '@muster/core'
import { expect, test } from 'vitest'
import type { Rows } from '../reading/row.ts'
import { checkMapping } from './checkMapping.ts'
import { createMapper } from './mapper.ts'

/** The message of some rows, the first in line 2; or the fault's code. */
function map(parts: JsonObject, ...cells: readonly JsonObject[]): JsonObject | string {
  const checked = checkMapping(
    {
      name: 'test',
      kind: 'track',
      event: 'E',
      timestamp: 'at',
      identifiers: { userId: 'id' },
      ...parts,
    },
    undefined,
  )
  if (!checked.ok) throw new Error(checked.issues.map(({ message }) => message).join(' '))
  const rows = cells.map((one, index) => ({
    line: index + 2,
    cells: { at: '2026-01-01T00:00:00Z', id: 'u', ...one },
  }))
  // Every test gives at least one.
  const read = createMapper(checked.value).messageOf(rows as unknown as Rows)
  return read.ok ? read.value : read.fault.code
}
const properties = (
  fields: JsonObject,
  cells: JsonObject,
  more: JsonObject = {},
): Json | undefined => {
  const message = map({ properties: fields, ...more }, cells)
  return typeof message === 'string' ? message : (message['properties'] ?? {})
}

test('a field is text unless the mapping says more', () => {
  expect(properties({ a: 'a', b: 'b' }, { a: ' 007 ', b: '' })).toEqual({ a: ' 007 ' })
  expect(
    properties({ a: { column: 'a', trim: true, lower: true, strip: '.0' } }, { a: ' X1.0 ' }),
  ).toEqual({ a: 'x1' })
  expect(properties({ a: { constant: { deep: [1] } } }, {})).toEqual({ a: { deep: [1] } })
})

test('numbers are exact or refused, and never guessed', () => {
  const as = (type: string, a: Json, more: JsonObject = {}) =>
    properties({ a: { column: 'a', type, ...more } }, { a })
  expect(as('number', '2.50')).toEqual({ a: 2.5 })
  expect(as('number', '12,5', { decimal: ',' })).toEqual({ a: 12.5 })
  expect(as('integer', '12.0')).toEqual({ a: 12 })
  expect(as('integer', '-3', { absolute: true })).toEqual({ a: 3 })
  expect(as('integer', '9223372036854775807')).toEqual({ a: 9223372036854775807n })
  expect(as('integer', '9223372036854775808')).toBe('inexact_number')
  expect(as('number', '0.1234567890123456789')).toBe('inexact_number')
  expect(as('integer', '12.5')).toBe('invalid_number')
  expect(as('number', '1.234.567')).toBe('invalid_number')
  expect(as('boolean', 'Yes')).toEqual({ a: true })
  expect(as('boolean', '2')).toBe('invalid_boolean')
  expect(as('json', '{"b":[1]}')).toEqual({ a: { b: [1] } })
  expect(as('json', '{')).toBe('invalid_json')
  expect(as('instant', '1569888000', { format: 'epoch_seconds' })).toEqual({
    a: '2019-10-01T00:00:00.000Z',
  })
  expect(as('text', 5)).toEqual({ a: '5' })
})

test('empty, blank and the mapping’s own signs are no value', () => {
  const fields = { a: { column: 'a', type: 'number' } }
  for (const a of ['', '  ', 'NA', null])
    expect(properties(fields, { a }, { missing: ['NA'] })).toEqual({})
})

test('values of NDJSON and Parquet keep their types, also from within', () => {
  expect(properties({ n: 'n', deep: 'o.p.q' }, { n: 5n, o: { p: { q: true } } })).toEqual({
    n: 5n,
    deep: true,
  })
  expect(properties({ n: 'a.b' }, { 'a.b': 1, a: { b: 2 } })).toEqual({ n: 1 })
})

test('a field may depend on a condition', () => {
  const fields = {
    refund: { column: 'total', type: 'number', when: { column: 'no', beginsWith: 'C' } },
  }
  expect(properties(fields, { no: 'C1', total: '5' })).toEqual({ refund: 5 })
  expect(properties(fields, { no: '1', total: '5' })).toEqual({})
})

test.each([
  [{ column: 'a', empty: true }, '', true],
  [{ column: 'a', equals: ['x', 'y'] }, 'y', true],
  [{ column: 'a', endsWith: '.0' }, '1.0', true],
  [{ column: 'a', contains: 'b' }, 'abc', true],
  [{ column: 'a', below: 0 }, '-1', true],
  [{ column: 'a', above: 0 }, '', false],
  [{ column: 'a', above: 0 }, 'text', false],
  [{ all: [{ column: 'a', above: 0 }, { not: { column: 'a', above: 9 } }] }, '5', true],
  [
    {
      any: [
        { column: 'a', equals: 'x' },
        { column: 'a', equals: 'y' },
      ],
    },
    'z',
    false,
  ],
])('the condition %j of %j is %j', (when, a, holds) => {
  expect(properties({ p: { constant: 1, when } }, { a })).toEqual(holds ? { p: 1 } : {})
})

test('the event is a constant, a column, a column’s translation or the first case that holds', () => {
  const event = (rule: Json, a: string) => {
    const message = map({ event: rule }, { a })
    return typeof message === 'string' ? message : message['event']
  }
  expect(event({ column: 'a' }, 'Viewed')).toBe('Viewed')
  expect(event({ column: 'a', values: { view: 'Product Viewed' } }, 'view')).toBe('Product Viewed')
  expect(event({ column: 'a', values: { view: 'Product Viewed' } }, 'toString')).toBe(
    'unknown_event',
  )
  const cases = [{ when: { column: 'a', beginsWith: 'C' }, event: 'Order Refunded' }]
  expect(event({ cases, otherwise: 'Order Completed' }, 'C1')).toBe('Order Refunded')
  expect(event({ cases, otherwise: 'Order Completed' }, '1')).toBe('Order Completed')
  expect(event({ cases }, '1')).toBe('unknown_event')
})

test('identifiers go where ingest looks for them', () => {
  const identifiers = { anonymousId: 'device', email: 'mail', externalIds: { loyalty: 'card' } }
  const cells = { device: 'd1', mail: 'a@b.example', card: '77' }
  const externalIds = [{ id: '77', type: 'loyalty', collection: 'users', encoding: 'none' }]
  expect(map({ identifiers }, cells)).toMatchObject({
    anonymousId: 'd1',
    context: { traits: { email: 'a@b.example' }, externalIds },
  })
  expect(
    map(
      { kind: 'identify', event: 'E', identifiers, traits: { plan: { constant: 'pro' } } },
      cells,
    ),
  ).toMatchObject({
    type: 'identify',
    traits: { email: 'a@b.example', plan: 'pro' },
    context: { externalIds },
  })
  expect(map({ identifiers }, {})).toBe('no_identifier')
  expect(
    map({ kind: 'group', identifiers: { userId: 'id', groupId: 'org' } }, { org: 'o1' }),
  ).toMatchObject({ groupId: 'o1' })
})

const grouped = {
  groupBy: {
    by: ['no'],
    lines: {
      as: 'products',
      most: 2,
      fields: { sku: 'sku', price: { column: 'price', type: 'number' } },
    },
    sums: { total: { product: ['quantity', 'price'] }, items: { product: ['quantity'] } },
  },
}

test('the lines of an order become one event with exact totals and the earliest time', () => {
  const line = (sku: string, quantity: string, price: string, at: string) => ({
    no: '1',
    sku,
    quantity,
    price,
    at,
  })
  const message = map(
    grouped,
    line('a', '3', '0.10', '2026-01-01T10:02:00Z'),
    line('b', '1', '0.2', '2026-01-01T10:01:00Z'),
    line('c', '7', '1000000.05', '2026-01-01T10:03:00Z'),
  )
  expect(message).toMatchObject({
    timestamp: '2026-01-01T10:01:00.000Z',
    properties: {
      ...{ total: 7000000.85, items: 11, products_left_out: 1 },
      products: [
        { sku: 'a', price: 0.1 },
        { sku: 'b', price: 0.2 },
      ],
    },
  })
})

test('lines of one order that contradict each other, or do not add up, are no event', () => {
  const line = (id: string, price: string) => ({ no: '1', id, sku: 's', quantity: '1', price })
  expect(map(grouped, line('u', '1'), line('v', '1'))).toBe('lines_differ')
  expect(map(grouped, line('u', '1'), line('u', ''))).toBe('invalid_number')
})

test('the id depends on the key alone, if there is one', () => {
  const id = (parts: JsonObject, cells: JsonObject) => {
    const message = map(parts, cells)
    return typeof message === 'string' ? message : message['messageId']
  }
  const key = { key: ['a', 'b'] }
  expect(id(key, { a: '1', b: '2', c: 'x' })).toBe(id(key, { a: '1', b: '2', c: 'y' }))
  expect(id(key, { a: '1', b: '23' })).not.toBe(id(key, { a: '12', b: '3' }))
  expect(id(key, { a: '1', b: '2' })).not.toBe(id({ ...key, name: 'other' }, { a: '1', b: '2' }))
  expect(id({}, { c: 'x' })).not.toBe(id({}, { c: 'y' }))
})
