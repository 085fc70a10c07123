import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '@muster/engine'
import type { Definition } from '@muster/core'
import { plainSql, sharedData } from './plainSql.ts'
import { openRetail, retailOrders as orders, type Retail } from './retail.ts'

const data = sharedData()
const at = Date.parse('2011-12-10T00:00:00Z')
const ORDER = 'Order Completed'
const bought = (product: string) => ({
  event: ORDER,
  where: [{ property: 'products[].product_id', is: { equals: product } }],
})

interface Question {
  readonly name: string
  readonly definition: Definition
  /** The size of the same audience, from the file. */
  readonly sql: string
}

const questions: readonly Question[] = [
  {
    name: 'lapsed high-value: at least 1,000 in all, nothing in the last 90 days',
    definition: {
      all: [
        { event: ORDER, aggregate: { sum: 'revenue' }, is: { atLeast: 1000 } },
        { not: { event: ORDER, window: { last: '90d' } } },
      ],
    },
    sql: `SELECT count() AS size FROM (SELECT customer FROM ${orders} GROUP BY customer
      HAVING sum(revenue) >= 1000 AND max(ts) <= toDateTime('2011-12-10 00:00:00', 'UTC') - INTERVAL 90 DAY)`,
  },
  {
    name: 'repeat buyers of a product',
    definition: { ...bought('85123A'), is: { atLeast: 2 } },
    sql: `SELECT count() AS size FROM (SELECT customer FROM ${orders} WHERE has(products, '85123A') GROUP BY customer HAVING count() >= 2)`,
  },
  {
    name: 'bought in Germany before September, nothing since',
    definition: {
      all: [
        {
          event: ORDER,
          where: [{ property: 'country', is: { equals: 'Germany' } }],
          window: { to: '2011-09-01' },
        },
        { not: { event: ORDER, window: { from: '2011-09-01' } } },
      ],
    },
    sql: `SELECT count() AS size FROM (SELECT customer FROM ${orders} GROUP BY customer
      HAVING countIf(country = 'Germany' AND ts < toDateTime('2011-09-01 00:00:00', 'UTC')) > 0
        AND countIf(ts >= toDateTime('2011-09-01 00:00:00', 'UTC')) = 0)`,
  },
  {
    name: 'one product, then another in a later order',
    definition: { sequence: [bought('22423'), bought('47566')] },
    sql: `SELECT count() AS size FROM (SELECT customer FROM ${orders} GROUP BY customer
      HAVING minIf(ts, has(products, '22423')) < maxIf(ts, has(products, '47566'))
        AND countIf(has(products, '22423')) > 0 AND countIf(has(products, '47566')) > 0)`,
  },
]

let retail: Retail
let engine: Engine

describe.skipIf(data === undefined)(
  'a year of real orders (set MUSTER_SHARED_DATA where the shared data is absent)',
  { timeout: 600_000 },
  () => {
    beforeAll(async () => {
      retail = await openRetail()
      engine = retail.engine
    }, 600_000)

    afterAll(() => retail.close())

    test('customers and revenue are those of the file', async () => {
      const [figures] = await plainSql<{ customers: string; cents: string }>(
        `SELECT uniqExact(customer) AS customers, toString(sum(revenue)) AS cents FROM ${orders}`,
      )
      const buyers = await engine.audiences.preview({ event: ORDER }, { at })
      expect(buyers.ok && buyers.value.size).toBe(Number(figures?.customers))
    })

    test.each(questions)('$name', async ({ definition, sql }) => {
      const [expected] = await plainSql<{ size: string }>(sql)
      const preview = await engine.audiences.preview(definition, { at })
      expect(preview.ok && preview.value.size).toBe(Number(expected?.size))
      expect(Number(expected?.size)).toBeGreaterThan(10)
    })
  },
)
