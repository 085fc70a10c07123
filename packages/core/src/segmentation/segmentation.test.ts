import { expect, test } from 'vitest'
import { defaultCommerce } from '../commerce/commerce.ts'
import type { Catalogue, SeenType } from '../audience/catalogue.ts'
import type { Json } from '../value/json.ts'
import { basisOf } from './basis.ts'
import { checkSegmentation, defaultSegmentation, type Segmentation } from './segmentation.ts'

test('what is left out keeps its default', () => {
  expect(checkSegmentation({})).toEqual({ ok: true, segmentation: defaultSegmentation })
  const some = {
    order: 'Purchase',
    where: [{ property: 'store', is: { equals: 'web' } }],
    period: '26w',
    leastCustomers: 20,
    newWithin: '14d',
    atRiskWithin: '700d',
  }
  expect(checkSegmentation(some)).toEqual({
    ok: true,
    segmentation: { ...defaultSegmentation, ...some },
  })
})

test.each<readonly [Json, readonly (string | number)[]]>([
  ['365d', []],
  [null, []],
  [{ periods: '365d' }, ['periods']],
  [{ period: '36h' }, ['period']],
  [{ period: '1.5d' }, ['period']],
  [{ period: 365 }, ['period']],
  [{ order: '' }, ['order']],
  [{ revenue: ['revenue'] }, ['revenue']],
  [{ where: [{ property: 'store', is: { equal: 'web' } }] }, ['where', 0, 'is']],
  [{ leastCustomers: 4 }, ['leastCustomers']],
  [{ leastCustomers: 99.5 }, ['leastCustomers']],
  [{ learnEvery: '59m' }, ['learnEvery']],
  [{ newWithin: '200d' }, ['newWithin']],
  [{ reactivatedWithin: '181d' }, ['reactivatedWithin']],
  [{ engagedWithin: '365d' }, ['atRiskWithin']],
  [Object.fromEntries([['__proto__', 'x']]), ['__proto__']],
])('%j is refused', (input, at) => {
  expect(checkSegmentation(input)).toMatchObject({
    ok: false,
    at,
    message: expect.stringMatching(/[.?]$/) as string,
  })
})

const seen = (paths: Readonly<Record<string, readonly SeenType[]>>): Catalogue => ({
  events: new Map([['Order Completed', new Map(Object.entries(paths))]]),
  traits: new Map(),
})
const found = (changes: Partial<Segmentation>, catalogue: Catalogue) =>
  basisOf({ ...defaultSegmentation, ...changes }, defaultCommerce, catalogue)

test('[R14] the first path that has been seen as a number is where the money stands, unless the settings say', () => {
  expect(found({}, seen({}))).toBeUndefined()
  expect(found({}, seen({ revenue: ['text'] }))).toBeUndefined()
  const orders = { order: 'Order Completed', where: [], period: '365d' }
  expect(found({}, seen({ revenue: ['text'], total: ['text', 'number'] }))).toEqual({
    ...{ ...orders, revenue: 'total', margin: null },
  })
  const all = seen({ revenue: ['number'], total: ['number'], margin: ['number'], cost: ['number'] })
  expect(found({}, all)).toEqual({ ...orders, revenue: 'revenue', margin: { margin: 'margin' } })
  expect(found({ cost: 'price.paid' }, all)).toMatchObject({ margin: { cost: 'price.paid' } })
  expect(found({ cost: 'price.paid', margin: 'won' }, all)).toMatchObject({
    margin: { margin: 'won' },
  })
  expect(found({ revenue: 'value' }, seen({}))).toEqual({
    ...{ ...orders, revenue: 'value', margin: null },
  })
  expect(found({ order: 'Purchase' }, all)).toBeUndefined()
  expect(found({}, seen({ total: ['number'], cost: ['number'] }))).toMatchObject({
    margin: { cost: 'cost' },
  })
})
