import { readdirSync, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createEngine, openWarehouse, type Measure } from '@muster/engine'
import { render, sql, type Json } from '@muster/core'
import { createShop, demoAudiences, quicken, type Arrival } from '@muster/shop'

export interface SoakOptions {
  readonly folder: string
  /** Simulated. */
  readonly hours: number
  /** Simulated seconds in a real one. */
  readonly speed: number
  readonly people: number
}

/** What was found in one stretch of the simulated time, or at its end. */
export interface Stretch {
  /** Since the beginning, simulated. */
  readonly hour: number
  readonly messages: number
  readonly changes: number
  /** Resident memory and the heap of JavaScript, in bytes. */
  readonly memory: number
  readonly heap: number
  /** Parts of the warehouse that are in use, and files of both stores, those about to be removed too. */
  readonly parts: number
  readonly files: number
  /** Of ticks and of calls with messages, the middle one, in real milliseconds. */
  readonly tickMs: number
  readonly ingestMs: number
}

export interface Soaked {
  readonly stretches: readonly Stretch[]
  readonly problems: readonly string[]
}

const HOUR = 3_600_000
const STRETCHES = 12
const UNTIL = Date.UTC(2026, 0, 15, 8)
const AT_ONCE = 500
/** So many days of the shop's are lived in one: it is small, and its windows of minutes should fill and empty. */
const RUSH = 100

/** Lets the simulated shop play to an engine whose clock runs fast, and looks at what the engine uses meanwhile. */
export async function soak({ folder, hours, speed, people }: SoakOptions): Promise<Soaked> {
  const problems: string[] = []
  let began: number | undefined
  /** Stands still until all is prepared. */
  const clock = (): number =>
    began === undefined ? UNTIL : Math.floor(UNTIL + (performance.now() - began) * speed)
  const figures = createFigures()
  const warehouse = { folder: join(folder, 'warehouse') }
  const engine = await createEngine({
    ...{ warehouse, metadata: { folder: join(folder, 'metadata') } },
    ...{ importFolder: join(folder, 'imports'), clock, onMeasured: figures.take },
    onProblem: ({ doing, error }) => problems.push(`${doing}: ${String(error)}`),
  })
  // A second handle on the same folder, for what the engine tells nobody.
  const looking = await openWarehouse(warehouse)
  const stretches: Stretch[] = []
  try {
    for (const { id, name, definition } of demoAudiences()) {
      const made = await engine.audiences.create({ id, name, definition, state: 'live' }, 'soak')
      if (!made.ok) problems.push(`${id}: ${made.error.message}`)
    }
    const shop = createShop({ seed: 1, people, until: UNTIL, days: 30 })
    const live = quicken(shop.live(UNTIL), { from: UNTIL, speed: RUSH })
    const arrivals = live[Symbol.iterator]()
    const following = (): Arrival | undefined => {
      const step = arrivals.next()
      return step.done === true ? undefined : step.value
    }
    let next = following()
    await engine.settle()
    figures.end()
    began = performance.now()
    for (let stretch = 1; stretch <= STRETCHES; stretch++) {
      const end = UNTIL + (stretch * hours * HOUR) / STRETCHES
      while (clock() < end) {
        const due: Arrival[] = []
        while (next !== undefined && next.arrivesAt <= clock() && due.length < AT_ONCE) {
          due.push(next)
          next = following()
        }
        if (due.length === 0) await sleep(20)
        else await figures.ingest(() => take(engine, due))
      }
      const [{ count } = { count: '0' }] = await looking.query<{ count: string }>(
        render(
          sql`SELECT count() AS count FROM system.parts WHERE active AND database = currentDatabase()`,
        ),
      )
      const { rss, heapUsed } = process.memoryUsage()
      stretches.push({
        ...figures.end(),
        hour: (stretch * hours) / STRETCHES,
        ...{ messages: (await engine.status()).messages, memory: rss, heap: heapUsed },
        ...{ parts: Number(count), files: filesIn(folder) },
      })
    }
    await engine.settle()
  } finally {
    await looking.close()
    await engine.close()
  }
  return { stretches, problems }
}

async function take(
  engine: Awaited<ReturnType<typeof createEngine>>,
  arrivals: readonly Arrival[],
): Promise<void> {
  // What the shop writes is JSON.
  const messages = arrivals.map(({ message }) => message as unknown as Json)
  const byteLengths = messages.map(() => 500)
  for (;;) {
    const outcome = await engine.ingest.take({ messages, byteLengths, source: 'soak' })
    if (outcome.kind === 'taken') return
    await sleep(outcome.retryAfterSeconds * 1_000)
  }
}

/** Collects what was measured since the end of the last stretch. */
function createFigures() {
  let ticks: number[] = []
  let calls: number[] = []
  let changes = 0
  return {
    take: (measure: Measure): void => {
      switch (measure.kind) {
        case 'ticked':
          ticks.push(measure.tookMs)
          return
        case 'changed':
          changes += measure.entered + measure.left
      }
    },
    ingest: async (call: () => Promise<void>): Promise<void> => {
      const began = performance.now()
      await call()
      calls.push(performance.now() - began)
    },
    end: () => {
      const found = { changes, tickMs: middle(ticks), ingestMs: middle(calls) }
      ticks = []
      calls = []
      changes = 0
      return found
    },
  }
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Parts come and go while it counts. */
function filesIn(folder: string): number {
  return entriesOf(folder).reduce(
    (sum, entry) =>
      sum + (entry.isDirectory() ? filesIn(join(folder, entry.name)) : Number(entry.isFile())),
    0,
  )
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** The stretches as a table for people. */
export function soakTable(stretches: readonly Stretch[]): string {
  const megabytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(0)
  const rows = stretches.map((each) => [
    ...[each.hour.toFixed(1), String(each.messages), String(each.changes)],
    ...[megabytes(each.memory), megabytes(each.heap), String(each.parts), String(each.files)],
    ...[each.tickMs.toFixed(1), each.ingestMs.toFixed(1)],
  ])
  const titles = [
    'hour',
    'messages',
    'changes',
    'memory MB',
    'heap MB',
    'parts',
    'files',
    'tick ms',
    'ingest ms',
  ]
  return [titles, ...rows]
    .map((row) => row.map((cell, i) => cell.padStart((titles[i] ?? '').length + 2)).join(''))
    .join('\n')
}
