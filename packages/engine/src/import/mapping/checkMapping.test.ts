import { expect, test } from 'vitest'
import { example } from '../importer.test-support.ts'
import { checkMapping } from './checkMapping.ts'
import { checkReading } from './checkReading.ts'

const good = {
  ...{ name: 'orders', kind: 'track', event: 'Order Completed', timestamp: 'at' },
  identifiers: { userId: 'id' },
}

/** The faults of a mapping as `code at.the.place`. */
function faults(mapping: unknown, columns?: readonly string[]): readonly string[] {
  const checked = checkMapping(mapping, columns)
  return checked.ok ? [] : checked.issues.map(({ code, at }) => `${code} ${at.join('.')}`)
}

test.each(['online-retail', 'cdnow', 'shop-events', 'customer-traits'])(
  'the example %s is right',
  async (name) => {
    expect(faults(await example(name))).toEqual([])
  },
)

test.each<readonly [unknown, string]>([
  [undefined, 'not_json '],
  [[], 'not_an_object '],
  [{ ...good, name: 'a\0b' }, 'not_json '],
  [{ ...good, name: '../x' }, 'invalid_name name'],
  [{ ...good, colour: 1 }, 'unknown_key colour'],
  [{ ...good, kind: undefined }, 'not_json '],
  [{ ...good, kind: 'trak' }, 'unknown_word kind'],
  [{ ...good, delimiter: '"' }, 'invalid_delimiter delimiter'],
  [{ ...good, encoding: 'klingon' }, 'unknown_encoding encoding'],
  [{ ...good, header: ['a', 'a'] }, 'duplicate_column header'],
  [{ ...good, timestamp: { column: 'at', format: 'yyyy-MM-dd' } }, 'missing_zone timestamp.zone'],
  [
    { ...good, timestamp: { column: 'at', format: 'YYYY', zone: 'UTC' } },
    'invalid_time_format timestamp.format',
  ],
  [
    { ...good, timestamp: { column: 'at', format: 'yyyy-MM-dd', zone: 'Mars' } },
    'unknown_zone timestamp.zone',
  ],
  [
    { ...good, properties: { a: { column: 'a', zone: 'UTC' } } },
    'not_an_instant properties.a.zone',
  ],
  [{ ...good, properties: { a: { column: 'a', strp: '.0' } } }, 'unknown_key properties.a.strp'],
  [{ ...good, skip: [{ name: 'x', when: { column: 'a' } }] }, 'one_test skip.0.when'],
  [
    { ...good, skip: [{ name: 'x', when: { column: 'a', below: '1' } }] },
    'not_a_number skip.0.when.below',
  ],
  [{ ...good, key: [] }, 'empty_list key'],
  [{ ...good, key: ['a'], groupBy: { by: ['a'] } }, 'key_of_group key'],
  [
    { ...good, groupBy: { by: ['a'], sums: { t: { product: [] } } } },
    'empty_list groupBy.sums.t.product',
  ],
  [{ ...good, stopAfterRejects: 0 }, 'not_a_count stopAfterRejects'],
  [{ name: 'm', kind: 'message', event: 'x' }, 'message_as_it_is event'],
  [
    { name: 't', kind: 'track', event: 'E', identifiers: { userId: 'id' } },
    'missing_timestamp timestamp',
  ],
  [
    { name: 't', kind: 'track', timestamp: 'at', identifiers: { userId: 'id' } },
    'missing_event event',
  ],
  [{ name: 't', kind: 'identify' }, 'missing_identifiers identifiers'],
])('%j: %s', (mapping, fault) => {
  expect(faults(mapping)).toContain(fault)
})

test('every column is one of the file’s, or within one', () => {
  expect(
    faults({ ...good, properties: { a: 'user.name', b: 'nmae' } }, ['at', 'id', 'user']),
  ).toEqual(['unknown_column properties.b.column'])
})

test('conditions nested without end are refused, not followed', () => {
  let when: unknown = { column: 'a', empty: true }
  for (let i = 0; i < 25; i++) when = { not: when }
  expect(faults({ ...good, skip: [{ name: 'x', when }] }).join()).toContain('nested_too_deep')
})

test('how to read a file can be said before anything else is', () => {
  expect(checkReading(undefined)).toEqual({ ok: true, value: {} })
  expect(checkReading({ delimiter: ';', kind: 'nonsense' })).toEqual({
    ok: true,
    value: { delimiter: ';' },
  })
  expect(checkReading('x').ok).toBe(false)
})
