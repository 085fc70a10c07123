import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Calibration, Engine } from '@muster/engine'
import { plainSql, sharedData } from './plainSql.ts'
import { openRetail, retailOrders as orders, type Retail } from './retail.ts'

/** The day after the last order of the year. */
const NOW = '2011-12-10 00:00:00'
const now = Date.parse('2011-12-10T00:00:00Z')
const day = 86_400

let retail: Retail
let engine: Engine
let learned: Calibration

const valueOf = <T>(outcome: { ok: true; value: T } | { ok: false; error: object }): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error))
  return outcome.value
}

const ago = `(toUnixTimestamp(toDateTime('${NOW}', 'UTC')) - toUnixTimestamp(ts))`

/** Who ordered within 365 days, with the raw figures. */
const customers = `(
  SELECT customer, intDiv(min(${ago}), ${day}) AS days, count() AS orders, sum(revenue) AS revenue
  FROM ${orders} WHERE ${ago} < 365 * ${day} GROUP BY customer
)`

/** Places among all, by the number of those strictly worse. */
const scored = `(
  SELECT *, 1 + intDiv(5 * (rank() OVER (ORDER BY days DESC) - 1), n) AS r,
    1 + intDiv(5 * (rank() OVER (ORDER BY orders) - 1), n) AS f,
    1 + intDiv(5 * (rank() OVER (ORDER BY revenue) - 1), n) AS m
  FROM (SELECT *, count() OVER () AS n FROM ${customers})
)`

/** The eleven names once more, with the usual ranges of each written out, in the order of docs/rfm.md. */
const segment = `multiIf(
  r = 1 AND f = 1 AND m = 1, 'Lost',
  r >= 4 AND f = 1 AND m = 1, 'New',
  r >= 3 AND r <= 4 AND f = 1 AND m = 1, 'Promising',
  r = 1 AND f >= 4 AND m >= 4, 'Can\\'t lose',
  r >= 4 AND f >= 4 AND m >= 4, 'Champions',
  r >= 2 AND r <= 3 AND f <= 2 AND m <= 2, 'About to sleep',
  r >= 2 AND r <= 3 AND f >= 2 AND f <= 3 AND m >= 2 AND m <= 3, 'Need attention',
  r <= 2 AND f <= 2 AND m <= 2, 'Hibernating',
  r >= 3 AND f <= 3 AND m <= 3, 'Potential loyalist',
  r <= 2 AND f >= 2 AND m >= 2, 'At risk',
  r >= 2 AND f >= 3 AND m >= 3, 'Loyal',
  r >= 3 AND f >= 4, 'Loyal',
  r >= 3, 'Potential loyalist',
  'At risk')`

/** The recorded members of an audience with these traits, by customer. */
async function traitsOf(
  audience: string,
  traits: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const found = new Map<string, Readonly<Record<string, unknown>>>()
  let after: bigint | undefined
  for (;;) {
    const page = valueOf(
      await engine.audiences.members(audience, {
        limit: 500,
        traits,
        ...(after === undefined ? {} : { after }),
      }),
    )
    for (const { identifiers, traits: values } of page.members)
      found.set(identifiers[0]?.value ?? '', values)
    if (page.next === undefined) return found
    after = page.next
  }
}

describe.skipIf(sharedData() === undefined)(
  'segments of a year of real orders (set MUSTER_SHARED_DATA where the shared data is absent)',
  { timeout: 600_000 },
  () => {
    beforeAll(async () => {
      retail = await openRetail({ clock: () => now })
      ;({ engine } = retail)
      learned = valueOf(await engine.segmentation.learn('test'))
      const buyers = { event: 'Order Completed' }
      valueOf(
        await engine.audiences.create(
          { id: 'buyers', name: 'Buyers', definition: buyers, state: 'live' },
          'test',
        ),
      )
      await engine.settle()
    }, 600_000)
    afterAll(() => retail.close())

    test('[R1] [R2] [R4] [R5] [R6] figures, scores and segment of every customer are those of the file', async () => {
      const expected = await plainSql<{
        customer: string
        days: string
        orders: string
        revenue: string
        score: string
        segment: string
      }>(`SELECT replaceRegexpOne(customer, '\\\\.0$', '') AS customer, toString(days) AS days, toString(orders) AS orders,
          toString(revenue) AS revenue, concat(toString(r), toString(f), toString(m)) AS score, ${segment} AS segment
        FROM ${scored}`)
      expect(expected.length).toBeGreaterThan(4_000)
      expect(learned.customers).toBe(expected.length)
      const names = ['daysSinceOrder', 'orders', 'revenue', 'score', 'segment']
      const found = await traitsOf(
        'buyers',
        names.map((name) => `rfm.${name}`),
      )
      const told = [...found].flatMap(([customer, values]) =>
        values['rfm.daysSinceOrder'] === undefined
          ? []
          : [[customer, ...names.map((name) => String(values[`rfm.${name}`]))].join(' ')],
      )
      const wanted = expected.map(({ customer, days, orders: n, revenue, ...row }) =>
        [customer, days, n, String(Number(revenue)), row.score, row.segment].join(' '),
      )
      expect(told.toSorted()).toEqual(wanted.toSorted())
      expect(new Set(expected.map((row) => row.segment)).size).toBeGreaterThan(8)
    })

    test('[R3] the thresholds are the worst figures of each score', async () => {
      const [row] = await plainSql<Record<string, readonly string[]>>(
        `SELECT ${[
          ['r', 'max', 'days', 'recency'],
          ['f', 'min', 'orders', 'frequency'],
          ['m', 'min', 'revenue', 'monetary'],
        ]
          .map(
            ([score = '', worst = '', figure = '', name = '']) =>
              `[${[2, 3, 4, 5].map((s) => `if(countIf(${score} = ${s}) = 0, 'none', toString(${worst}If(${figure}, ${score} = ${s})))`).join(', ')}] AS ${name}`,
          )
          .join(', ')} FROM ${scored}`,
      )
      for (const dimension of ['recency', 'frequency', 'monetary'] as const)
        expect(learned.rfm[dimension]).toEqual(
          row?.[dimension]?.map((text) => (text === 'none' ? null : Number(text))),
        )
    })

    test('the grid adds up to the file', async () => {
      const expected = await plainSql<{
        segment: string
        people: string
        orders: string
        revenue: string
      }>(
        `SELECT ${segment} AS segment, toString(count()) AS people, toString(sum(orders)) AS orders, toString(sum(revenue)) AS revenue FROM ${scored} GROUP BY segment`,
      )
      const grid = valueOf(await engine.segmentation.grid({ by: 'rfm.segment' }))
      const told = grid.cells.flatMap(({ value, people, orders: n, revenue }) =>
        people === 0 ? [] : [`${value} ${people} ${n} ${Number(revenue)}`],
      )
      expect(told.toSorted()).toEqual(
        expected
          .map((row) => `${row.segment} ${row.people} ${row.orders} ${Number(row.revenue)}`)
          .toSorted(),
      )
    })

    test('[R7] [R8] the stage of life of every customer is that of the file, also half a year before', async () => {
      for (const at of ['2011-12-10', '2011-07-01']) {
        const then = `toUnixTimestamp(toDateTime('${at} 00:00:00', 'UTC'))`
        const stages = `(
          SELECT customer, arraySort(groupArray(toUnixTimestamp(ts))) AS t,
            ${then} - t[1] AS first, ${then} - t[-1] AS last,
            arrayExists((x, i) -> i > 1 AND x > ${then} - 30 * ${day} AND x - t[i - 1] > 180 * ${day}, t, arrayEnumerate(t)) AS back
          FROM ${orders} WHERE toUnixTimestamp(ts) <= ${then} GROUP BY customer
        )`
        const expected = await plainSql<{ stage: string; people: string; customers: string[] }>(`
          SELECT multiIf(first < 30 * ${day}, 'new', back, 'reactivated', last < 180 * ${day}, 'engaged',
              last < 365 * ${day}, 'at risk', 'lapsed') AS stage, toString(count()) AS people,
            groupArray(replaceRegexpOne(customer, '\\\\.0$', '')) AS customers
          FROM ${stages} GROUP BY stage`)
        const instant = Date.parse(`${at}T00:00:00Z`)
        const grid = valueOf(await engine.segmentation.grid({ by: 'lifecycle.stage', at: instant }))
        expect(
          grid.cells
            .flatMap(({ value, people }) => (people === 0 ? [] : [`${value} ${people}`]))
            .toSorted(),
        ).toEqual(expected.map(({ stage, people }) => `${stage} ${people}`).toSorted())
        expect(expected.length).toBeGreaterThan(3)
        if (instant !== now) continue
        const found = await traitsOf('buyers', ['lifecycle.stage'])
        for (const { stage, customers: people } of expected)
          expect(
            [...found]
              .flatMap(([customer, values]) =>
                values['lifecycle.stage'] === stage ? [customer] : [],
              )
              .toSorted(),
          ).toEqual(people.toSorted())
      }
    })

    test('[R10] the tiers of revenue are those of the file', async () => {
      const expected = await plainSql<{ tier: string; people: string; revenue: string }>(`
        SELECT multiIf(100 * worse >= 95 * n, 'top 5%', 100 * worse >= 80 * n, 'top 20%', 100 * worse >= 50 * n, 'top 50%', 'lower 50%') AS tier,
          toString(count()) AS people, toString(sum(revenue)) AS revenue
        FROM (SELECT revenue, rank() OVER (ORDER BY revenue) - 1 AS worse, count() OVER () AS n
          FROM (SELECT customer, sum(revenue) AS revenue FROM ${orders} GROUP BY customer))
        GROUP BY tier`)
      const grid = valueOf(await engine.segmentation.grid({ by: 'value.revenueTier' }))
      expect(
        grid.cells
          .map(({ value, people, revenue }) => `${value} ${people} ${Number(revenue)}`)
          .toSorted(),
      ).toEqual(
        expected.map((row) => `${row.tier} ${row.people} ${Number(row.revenue)}`).toSorted(),
      )
    })
  },
)
