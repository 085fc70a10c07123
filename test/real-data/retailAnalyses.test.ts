import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnalysesApi } from '@muster/engine'
import { plainSql, sharedData } from './plainSql.ts'
import { openRetail, retailOrders as orders, type Retail } from './retail.ts'

const at = Date.parse('2011-12-10T00:00:00Z')
/** The days on which months and weeks begin are London's, as in the file. */
const ZONE = 'Europe/London'

let retail: Retail
let analyses: AnalysesApi

const valueOf = <T>(outcome: { ok: true; value: T } | { ok: false; error: object }): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error))
  return outcome.value
}

describe.skipIf(sharedData() === undefined)(
  'analyses of a year of real orders (set MUSTER_SHARED_DATA where the shared data is absent)',
  { timeout: 600_000 },
  () => {
    beforeAll(async () => {
      retail = await openRetail()
      await retail.engine.settings.change({ zone: ZONE }, 'test')
      ;({ analyses } = retail.engine)
    }, 600_000)
    afterAll(() => retail.close())

    test.each(['month', 'week'] as const)('retention by %s is that of the file', async (period) => {
      const number =
        period === 'month'
          ? `dateDiff('month', toStartOfMonth(first, '${ZONE}'), toStartOfMonth(ts, '${ZONE}'))`
          : `intDiv(dateDiff('day', toMonday(first, '${ZONE}'), toMonday(ts, '${ZONE}')), 7)`
      const start = period === 'month' ? 'toStartOfMonth' : 'toMonday'
      const expected = await plainSql<{ cohort: string; later: string; people: string }>(`
        SELECT toString(${start}(first, '${ZONE}')) AS cohort, ${number} AS later, uniqExact(customer) AS people
        FROM (SELECT customer, ts, min(ts) OVER (PARTITION BY customer) AS first FROM ${orders})
        GROUP BY cohort, later ORDER BY cohort, later`)
      const found = valueOf(
        await analyses.retention({ period, at, cohorts: period === 'month' ? 13 : 60 }),
      )
      const name = (cohort: string) => (period === 'month' ? cohort.slice(0, 7) : cohort)
      const told = found.cohorts.flatMap((cohort) =>
        cohort.returned.flatMap((people, later) =>
          people === 0 ? [] : [`${cohort.name} ${later} ${people}`],
        ),
      )
      expect(told).toEqual(expected.map((row) => `${name(row.cohort)} ${row.later} ${row.people}`))
      expect(told.length).toBeGreaterThan(50)
    })

    test('the pairs bought together, with their figures, are those of the file', async () => {
      const least = 200
      const expected = await plainSql<Record<'a' | 'b', string> & Figures>(`
        WITH baskets AS (SELECT InvoiceNo, products FROM ${orders}),
          items AS (SELECT p, count() AS n FROM baskets ARRAY JOIN products AS p GROUP BY p),
          pairs AS (
            SELECT x.p AS a, y.p AS b, count() AS n
            FROM (SELECT InvoiceNo, p FROM baskets ARRAY JOIN products AS p) AS x
            INNER JOIN (SELECT InvoiceNo, p FROM baskets ARRAY JOIN products AS p) AS y ON x.InvoiceNo = y.InvoiceNo
            WHERE x.p != y.p AND x.p IN (SELECT p FROM items WHERE n >= ${least}) AND y.p IN (SELECT p FROM items WHERE n >= ${least})
            GROUP BY a, b HAVING n >= ${least}
          )
        SELECT a, b, pairs.n AS count, i.n AS bought, j.n AS offer, (SELECT count() FROM baskets) AS baskets
        FROM pairs INNER JOIN items AS i ON i.p = a INNER JOIN items AS j ON j.p = b
        ORDER BY a, b`)
      const found = valueOf(
        await analyses.basket({ to: at, leastCount: least, leastLift: 0, limit: 1_000 }),
      )
      expect(expected.length).toBeGreaterThan(50)
      const told = found.rules
        .map((rule) => ({
          ...{ a: rule.bought.id, b: rule.offer.id, count: rule.count },
          ...{ bought: rule.boughtCount, offer: rule.offerCount },
          baskets: found.baskets,
        }))
        .sort((x, y) => (`${x.a} ${x.b}` < `${y.a} ${y.b}` ? -1 : 1))
      expect(told.length).toBeLessThan(1_000)
      expect(told).toEqual(
        expected.toSorted((x, y) => (`${x.a} ${x.b}` < `${y.a} ${y.b}` ? -1 : 1)),
      )
      for (const rule of found.rules) {
        expect(rule.support).toBeCloseTo(rule.count / found.baskets, 12)
        expect(rule.confidence).toBeCloseTo(rule.count / rule.boughtCount, 12)
        expect(rule.lift).toBeCloseTo(rule.confidence / (rule.offerCount / found.baskets), 9)
      }
    })

    test('what is bought next is that of the file', async () => {
      const least = 100
      const expected = await plainSql<{ a: string; b: string; count: string }>(`
        WITH following AS (
          SELECT products AS firsts,
            leadInFrame(products) OVER (PARTITION BY customer ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS seconds
          FROM (SELECT customer, ts, groupUniqArrayArray(products) AS products FROM ${orders} GROUP BY customer, ts)
        )
        SELECT a, b, count() AS count FROM (SELECT arrayJoin(firsts) AS a, seconds FROM following WHERE notEmpty(seconds))
        ARRAY JOIN seconds AS b WHERE a != b GROUP BY a, b HAVING count >= ${least}`)
      const found = valueOf(
        await analyses.basket({
          kind: 'next',
          to: at,
          leastCount: least,
          leastLift: 0,
          limit: 1_000,
        }),
      )
      expect(expected.length).toBeGreaterThan(10)
      const key = (a: string, b: string, count: unknown) => `${a} ${b} ${String(count)}`
      expect(found.rules.map((r) => key(r.bought.id, r.offer.id, r.count)).toSorted()).toEqual(
        expected.map((row) => key(row.a, row.b, row.count)).toSorted(),
      )
    })

    test('a report has the revenue of the file to the last penny', async () => {
      const [expected] = await plainSql<
        Record<'buyers' | 'orders' | 'repeated' | 'churned', string> & { revenue: string }
      >(`
        SELECT count() AS buyers, sum(n) AS orders, toString(sum(r)) AS revenue, countIf(n >= 2) AS repeated,
          countIf(last <= toDateTime('2011-12-10 00:00:00', 'UTC') - INTERVAL 90 DAY) AS churned
        FROM (SELECT customer, count() AS n, sum(revenue) AS r, max(ts) AS last FROM ${orders}
          GROUP BY customer HAVING any(country) = 'Germany' AND uniqExact(country) = 1)`)
      const definition = {
        all: [
          { event: 'Order Completed', where: [{ property: 'country', is: { equals: 'Germany' } }] },
          {
            not: {
              event: 'Order Completed',
              where: [{ not: { property: 'country', is: { equals: 'Germany' } } }],
            },
          },
        ],
      }
      const { members, currencies, persona } = valueOf(await analyses.report({ definition, at }))
      expect(members).toMatchObject({
        buyers: Number(expected?.buyers),
        orders: Number(expected?.orders),
      })
      expect(members.revenue).toBe(expected?.revenue.replace(/\.?0+$/, ''))
      expect(members.repeatRate).toBeCloseTo(Number(expected?.repeated) / members.buyers, 12)
      expect(members.churnRate).toBeCloseTo(Number(expected?.churned) / members.buyers, 12)
      expect(currencies).toEqual(['GBP'])
      expect(persona).toHaveLength(5)
    })
  },
)

type Figures = Record<'count' | 'bought' | 'offer' | 'baskets', number>
