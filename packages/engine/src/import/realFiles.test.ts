import { join } from 'node:path'
import { stringifyJson } from '@muster/core'
import type { JsonObject } from '@muster/core'
import { Session } from 'chdb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBench, example, runToEnd, sharedData } from './importer.test-support.ts'
import type { Bench } from './importer.test-support.ts'
import { add, parseDecimal, ZERO } from './mapping/decimal.ts'

const data = sharedData()
const retail = ['2010-12_2011-03', '2011-04_2011-07', '2011-08_2011-10', '2011-11_2011-12'].map(
  (part) => `online_retail_${part}.csv.gz`,
)
let bench: Bench

beforeAll(async () => {
  bench = await createBench()
})
beforeEach(() => {
  bench.ingest.forget()
})
afterEach(async () => {
  await bench.closeImporters()
})
afterAll(async () => {
  await bench.close()
})

/** Figures of a file by SQL of the test's own, which shares nothing with the import. */
function figures(select: string): Record<string, string> {
  const session = new Session(join(bench.folder, 'figures'))
  try {
    return JSON.parse(session.query(select, 'JSONEachRow')) as Record<string, string>
  } finally {
    session.close()
  }
}

function sum(messages: readonly JsonObject[], property: string): number {
  let total = ZERO
  for (const { properties } of messages) {
    const value = (properties as JsonObject)[property]
    if (value !== undefined) total = add(total, parseDecimal(stringifyJson(value)) ?? ZERO)
  }
  return Number(`${total.digits}e-${total.places}`)
}

const distinct = (messages: readonly JsonObject[], name: string) =>
  new Set(messages.map((message) => message[name])).size

describe.skipIf(data === undefined)(
  'the shared data (set MUSTER_SHARED_DATA to its folder where it is absent)',
  // Half a million rows go through the whole import, on a machine that may have more to do.
  { timeout: 300_000 },
  () => {
    const folder = data ?? ''

    test('a year of a gift shop: orders, customers and revenue are those of the file', async () => {
      const own = figures(`
        SELECT
          toString(count()) AS rows,
          toString(countIf(CustomerID = '')) AS without,
          toString(uniqExactIf(InvoiceNo, CustomerID != '' AND InvoiceNo NOT LIKE 'C%')) AS orders,
          toString(uniqExactIf(InvoiceNo, CustomerID != '' AND InvoiceNo LIKE 'C%')) AS refunds,
          toString(uniqExactIf(CustomerID, CustomerID != '')) AS customers,
          toString(sumIf(toDecimal128(Quantity, 0) * toDecimal128(UnitPrice, 6),
            CustomerID != '' AND InvoiceNo NOT LIKE 'C%')) AS revenue,
          toString(sumIf(-toDecimal128(Quantity, 0) * toDecimal128(UnitPrice, 6),
            CustomerID != '' AND InvoiceNo LIKE 'C%')) AS refunded,
          formatDateTime(minIf(toTimeZone(toDateTime(InvoiceDate, 'Europe/London'), 'UTC'), CustomerID != ''), '%Y-%m-%dT%H:%i:%S.000Z') AS first,
          formatDateTime(maxIf(toTimeZone(toDateTime(InvoiceDate, 'Europe/London'), 'UTC'), CustomerID != ''), '%Y-%m-%dT%H:%i:%S.000Z') AS last
        FROM file('${folder}/online_retail_*.csv.gz', 'CSVWithNames',
          'InvoiceNo String, StockCode String, Description String, Quantity String, InvoiceDate String, UnitPrice String, CustomerID String, Country String')`)
      const importer = bench.open()
      const mapping = await example('online-retail')
      let [rows, skipped, accepted] = [0, 0, 0]
      for (const part of retail) {
        const view = await runToEnd(importer, join(folder, part), mapping)
        expect(view).toMatchObject({ state: 'done', error: undefined })
        expect(view.progress).toMatchObject({ duplicates: 0, rejected: 0 })
        expect(view.progress.bytesDone).toBe(view.progress.bytesTotal)
        rows += view.progress.rows
        skipped += view.progress.skipped['no customer'] ?? 0
        accepted += view.progress.accepted
      }
      const messages = [...bench.ingest.kept.values()]
      const of = (event: string) => messages.filter((message) => message['event'] === event)
      const [orders, refunds] = [of('Order Completed'), of('Order Refunded')]
      const times = messages.map(({ timestamp }) => timestamp as string).sort()
      expect({
        rows: String(rows),
        without: String(skipped),
        orders: String(orders.length),
        refunds: String(refunds.length),
        customers: String(distinct(messages, 'userId')),
        revenue: sum(orders, 'revenue'),
        refunded: sum(refunds, 'total'),
        first: times[0],
      }).toEqual({
        ...{ rows: own['rows'], without: own['without'], first: own['first'] },
        ...{ orders: own['orders'], refunds: own['refunds'], customers: own['customers'] },
        ...{ revenue: Number(own['revenue']), refunded: Number(own['refunded']) },
      })
      // The last line of the file need not be the first of its order.
      expect((times.at(-1) ?? '') <= (own['last'] ?? '')).toBe(true)
      expect(accepted).toBe(orders.length + refunds.length)
      expect({ rows, customers: distinct(messages, 'userId') }).toEqual({
        rows: 541_909,
        customers: 4_372,
      })

      const again = await runToEnd(importer, join(folder, retail[3] ?? ''), mapping)
      expect(again.progress).toMatchObject({ accepted: 0, duplicates: again.progress.messages })
      expect(bench.ingest.kept.size).toBe(messages.length)
    })

    test('a CD shop, separated by blanks: purchases, customers and revenue', async () => {
      const view = await runToEnd(
        bench.open(),
        join(folder, 'CDNOW_master.txt.gz'),
        await example('cdnow'),
      )
      const messages = [...bench.ingest.kept.values()]
      const own = figures(`
        SELECT toString(count()) AS rows, toString(uniqExact(f[1])) AS customers,
          toString(sum(toDecimal128(f[4], 2))) AS revenue, toString(min(f[2])) AS first
        FROM (SELECT splitByWhitespace(line) AS f FROM file('${folder}/CDNOW_master.txt.gz', 'LineAsString')
          WHERE line NOT LIKE '%customer%' AND trim(line) != '')`)
      expect(view.progress).toMatchObject({
        rejected: 0,
        duplicates: 0,
        rows: 69_659,
        accepted: 69_659,
      })
      expect(String(messages.length)).toBe(own['rows'])
      expect(String(distinct(messages, 'userId'))).toBe(own['customers'])
      expect(sum(messages, 'revenue')).toBe(Number(own['revenue']))
      expect(messages[0]).toMatchObject({ userId: '00001', timestamp: '1997-01-01T05:00:00.000Z' })
    })

    test('views, carts and purchases of a shop with several categories', async () => {
      const name = 'ecommerce_events_2019Oct_sample.csv.gz'
      const importer = bench.open()
      const view = await runToEnd(importer, join(folder, name), await example('shop-events'))
      const messages = [...bench.ingest.kept.values()]
      const own = figures(`
        SELECT toString(count()) AS rows, toString(countIf(event_type = 'purchase')) AS purchases,
          toString(uniqExact(user_id)) AS users,
          toString(sumIf(toDecimal128(price, 2), event_type = 'purchase')) AS revenue
        FROM file('${folder}/${name}', 'CSVWithNames', 'event_time String, event_type String, product_id String,
          category_id String, category_code String, brand String, price String, user_id String, user_session String')
        SETTINGS input_format_allow_errors_num = 1, input_format_parallel_parsing = 0`)
      // The sample was cut off in the middle of its last line.
      expect(view.progress).toMatchObject({ rejected: 1, rows: 17_435 })
      const rejected = await importer.rejects(view.id, { limit: 10 })
      expect(rejected?.rejects).toMatchObject([{ lines: [17_436], code: 'wrong_field_count' }])
      expect({
        rows: String(messages.length),
        purchases: String(messages.filter(({ event }) => event === 'Order Completed').length),
        users: String(distinct(messages, 'userId')),
        revenue: sum(messages, 'revenue'),
      }).toEqual({ ...own, revenue: Number(own['revenue']) })
      // Beyond 2^53, and still every digit, since ids are text.
      expect(messages[0]).toMatchObject({ properties: { category_id: '2103807459595387724' } })
    })

    test('traits of customers, separated by semicolons behind a byte order mark', async () => {
      const name = 'marketing_campaign.tsv.gz'
      const view = await runToEnd(
        bench.open(),
        join(folder, name),
        await example('customer-traits'),
      )
      expect(view.progress).toMatchObject({ rejected: 0, rows: 2_240, accepted: 2_240 })
      const [first] = bench.ingest.kept.values()
      expect(first).toMatchObject({
        ...{ type: 'identify', userId: '5524' },
        traits: {
          ...{ birth_year: 1957, education: 'Graduation', income: 58138, responded: true },
          customer_since: '2012-09-04T00:00:00.000Z',
        },
      })
      const traits = [...bench.ingest.kept.values()].map(
        (message) => message['traits'] as JsonObject,
      )
      // 24 customers did not tell their income; a missing value is no key at all.
      expect(traits.filter((one) => !('income' in one)).length).toBe(24)
    })

    test('every row of an e-mail experiment is read', async () => {
      const inspected = await bench.open().inspect(join(folder, 'hillstrom.csv.gz'), {}, 100_000)
      expect(inspected.ok && inspected.value.rows.length).toBe(64_000)
      expect(inspected.ok && inspected.value.rows.every((row) => 'cells' in row)).toBe(true)
    })
  },
)
