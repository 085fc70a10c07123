import { expect, test } from 'vitest'
import type { Json } from '../value/json.ts'
import { checkCommerce, defaultCommerce } from './commerce.ts'

test('what is left out keeps its default', () => {
  expect(checkCommerce({})).toEqual({ ok: true, commerce: defaultCommerce })
  expect(checkCommerce({ order: 'Purchase', revenue: ['value'], churnedAfter: '6w' })).toEqual({
    ok: true,
    commerce: { ...defaultCommerce, order: 'Purchase', revenue: ['value'], churnedAfter: '6w' },
  })
})

test.each<readonly [Json, readonly string[]]>([
  ['Order Completed', []],
  [null, []],
  [{ orders: 'x' }, ['orders']],
  [{ order: '' }, ['order']],
  [{ order: 5 }, ['order']],
  [{ revenue: [] }, ['revenue']],
  [{ revenue: 'revenue' }, ['revenue']],
  [{ margin: [1] }, ['margin']],
  [{ churnedAfter: '90 days' }, ['churnedAfter']],
  [{ channels: { email: 'Email Opened' } }, ['channels']],
  [Object.fromEntries([['__proto__', 'x']]), ['__proto__']],
])('%j is refused', (input, at) => {
  expect(checkCommerce(input)).toMatchObject({
    ok: false,
    at,
    message: expect.stringMatching(/\.$/) as string,
  })
})
