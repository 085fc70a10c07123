import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEngine, type Engine } from '@muster/engine'
import type { Definition } from '@muster/core'
import { plainSql, sharedData } from './plainSql.ts'

const data = sharedData()
const parts = ['2010-12_2011-03', '2011-04_2011-07', '2011-08_2011-10', '2011-11_2011-12'].map(
  (part) => `online_retail_${part}.csv.gz`,
)
const at = Date.parse('2011-12-10T00:00:00Z')
const ORDER = 'Order Completed'
const bought = (product: string) => ({
  event: ORDER,
  where: [{ property: 'products[].product_id', is: { equals: product } }],
})

/** One row an order: who, when (UTC), where, for how much, and which products; straight from the file. */
const orders = `(
  SELECT InvoiceNo, any(CustomerID) AS customer, any(Country) AS country,
    min(toDateTime(InvoiceDate, 'Europe/London')) AS ts,
    sum(toDecimal128(Quantity, 0) * toDecimal128(UnitPrice, 6)) AS revenue,
    groupUniqArray(StockCode) AS products
  FROM file('${data ?? ''}/online_retail_*.csv.gz', 'CSVWithNames',
    'InvoiceNo String, StockCode String, Description String, Quantity String, InvoiceDate String, UnitPrice String, CustomerID String, Country String')
  WHERE CustomerID != '' AND InvoiceNo NOT LIKE 'C%'
  GROUP BY InvoiceNo
)`

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

let folder: string
let engine: Engine

describe.skipIf(data === undefined)(
  'a year of real orders (set MUSTER_SHARED_DATA where the shared data is absent)',
  { timeout: 600_000 },
  () => {
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'muster-retail-'))
      engine = await createEngine({
        warehouse: { folder: join(folder, 'warehouse') },
        metadata: { folder: join(folder, 'metadata') },
        importFolder: join(folder, 'imports'),
      })
      const mapping: unknown = JSON.parse(
        readFileSync(
          new URL('../../packages/engine/src/import/examples/online-retail.json', import.meta.url),
          'utf8',
        ),
      )
      for (const part of parts) {
        const started = await engine.imports.start(join(data ?? '', part), mapping, 'test')
        if (!started.ok) throw new Error(started.error.message)
        await ended(started.value.id)
      }
    }, 600_000)

    afterAll(async () => {
      await engine.close()
      rmSync(folder, { recursive: true })
    })

    async function ended(id: string): Promise<void> {
      for (;;) {
        const view = await engine.imports.progress(id)
        if (view?.state === 'failed') throw new Error(JSON.stringify(view))
        if (view?.state === 'done') return
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }

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
