import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, type Engine, type EngineOptions } from '@muster/engine'
import { sharedData } from './plainSql.ts'

const data = sharedData()
const parts = ['2010-12_2011-03', '2011-04_2011-07', '2011-08_2011-10', '2011-11_2011-12'].map(
  (part) => `online_retail_${part}.csv.gz`,
)

/** One row an order: who, when (UTC), where, for how much, and which products; straight from the file. */
export const retailOrders = `(
  SELECT InvoiceNo, any(CustomerID) AS customer, any(Country) AS country,
    min(toDateTime(InvoiceDate, 'Europe/London')) AS ts,
    sum(toDecimal128(Quantity, 0) * toDecimal128(UnitPrice, 6)) AS revenue,
    groupUniqArray(StockCode) AS products
  FROM file('${data ?? ''}/online_retail_*.csv.gz', 'CSVWithNames',
    'InvoiceNo String, StockCode String, Description String, Quantity String, InvoiceDate String, UnitPrice String, CustomerID String, Country String')
  WHERE CustomerID != '' AND InvoiceNo NOT LIKE 'C%'
  GROUP BY InvoiceNo
)`

export interface Retail {
  readonly engine: Engine
  readonly close: () => Promise<void>
}

/** An engine of its own that holds the whole year of orders. One process holds one, so each test file opens it once. */
export async function openRetail(options: Pick<EngineOptions, 'clock'> = {}): Promise<Retail> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-retail-'))
  const engine = await createEngine({
    warehouse: { folder: join(folder, 'warehouse') },
    metadata: { folder: join(folder, 'metadata') },
    importFolder: join(folder, 'imports'),
    ...options,
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
    await ended(engine, started.value.id)
  }
  return {
    engine,
    close: async () => {
      await engine.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function ended(engine: Engine, id: string): Promise<void> {
  for (;;) {
    const view = await engine.imports.progress(id)
    if (view?.state === 'failed') throw new Error(JSON.stringify(view))
    if (view?.state === 'done') return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
