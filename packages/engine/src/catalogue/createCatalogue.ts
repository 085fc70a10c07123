import type { Catalogue } from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import {
  appendGrowth,
  compact,
  coveredUntil,
  growthRow,
  readCounts,
  storedRows,
} from './catalogueTable.ts'
import type { Counter } from './counter.ts'
import { createCounts } from './counts.ts'
import { catalogueForCheck } from './forCheck.ts'
import { defaultCatalogueLimits, type CatalogueLimits } from './limits.ts'
import { messagesSince, type CountedMessage } from './messagesSince.ts'
import { reportOf, type CountedReport } from './report.ts'

/**
 * Counts what is in the data: events, their properties, traits, with types and samples. Each durable message is counted exactly once,
 * whenever the process stops. One process keeps the catalogue of a warehouse.
 */
export interface CatalogueKeeper {
  /** Reads the counts of the table and counts again what was received after them. Once, before the first `note`. */
  readonly recover: () => Promise<void>
  /** Reads the counts of the table; once, instead of `recover`. */
  readonly load: () => Promise<void>
  /**
   * Counts what was received since the last message that is counted, and not after an instant, and appends that to the table: for whoever counts what
   * other processes record. Messages of that time must stand; later ones of it are not counted.
   */
  readonly follow: (until: number) => Promise<void>
  /**
   * Counts messages that have just become durable. From call to call `receivedAt` never goes back: a message that is noted after a later one
   * has been flushed is counted, but a crash before the next flush loses it.
   */
  readonly note: (messages: readonly CountedMessage[]) => void
  /** Appends what has been counted since to the table; after a failure it may be called again, and counts nothing twice. */
  readonly flush: () => Promise<void>
  /** `promoted` names the properties that have a column of their own. */
  readonly report: (promoted?: ReadonlySet<string>) => CountedReport
  /** For "did you mean" and warnings about types. */
  readonly forCheck: () => Catalogue
}

export interface CatalogueDeps {
  readonly warehouse: Warehouse
  readonly limits?: CatalogueLimits
  /** So many rows in the table, most of them not sums, and they are replaced by their sums. */
  readonly compactAt?: number
}

/** What is on its way into the table. */
interface Growth {
  readonly rows: readonly (readonly unknown[])[]
  readonly until: number
}

export function createCatalogue({
  warehouse,
  limits = defaultCatalogueLimits,
  compactAt = 100_000,
}: CatalogueDeps): CatalogueKeeper {
  // A counter that was raised is in one of the lists until its count is in the table.
  let open: Counter[] = []
  let closed: Counter[] = []
  const counts = createCounts(limits, (counter) => open.push(counter))
  let newestReceivedAt = -1
  let begun = false
  let rowsInTable = 0
  let underWay: Growth | undefined
  let last: Promise<unknown> = Promise.resolve()
  let checked: { readonly size: number; readonly catalogue: Catalogue } | undefined

  /** No more messages of the newest instant will come, since one of a later instant has. */
  const close = (): void => {
    for (const counter of open) {
      if (counter.closed === 0) closed.push(counter)
      counter.closed += counter.open
      counter.open = 0
    }
    open = []
  }

  const note = (messages: readonly CountedMessage[]): void => {
    begun = true
    for (const message of messages) {
      if (message.receivedAt > newestReceivedAt) {
        close()
        newestReceivedAt = message.receivedAt
      }
      counts.countMessage(message)
    }
  }

  const takeGrowth = (): Growth => {
    const until = newestReceivedAt - 1
    const rows = closed.map((counter) => {
      const row = growthRow(
        counter,
        counter.closed,
        counter.samples.slice(counter.storedSamples),
        until,
      )
      counter.stored += counter.closed
      counter.closed = 0
      counter.storedSamples = counter.samples.length
      return row
    })
    closed = []
    return { rows, until }
  }

  const append = async (growth: Growth): Promise<void> => {
    underWay = growth
    await appendGrowth(warehouse, growth.rows)
    underWay = undefined
    rowsInTable += growth.rows.length
  }

  const flush = async (): Promise<void> => {
    // A failed insert may have come through all the same: the table says.
    if (underWay !== undefined && (await coveredUntil(warehouse)) < underWay.until) {
      await append(underWay)
    }
    underWay = undefined
    if (closed.length > 0) await append(takeGrowth())
    if (rowsInTable >= Math.max(compactAt, 2 * counts.size())) await compactNow()
  }

  const compactNow = async (): Promise<void> => {
    await compact(warehouse)
    rowsInTable = await storedRows(warehouse)
  }

  const inOrder = (work: () => Promise<void>): Promise<void> => {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }

  const load = async (): Promise<void> => {
    if (begun) throw new Error('a catalogue is loaded once, before it counts')
    begun = true
    for (const { key, count, firstSeen, lastSeen, samples } of await readCounts(warehouse)) {
      const counter = counts.restore(key)
      counter.stored = count
      counter.firstSeen = firstSeen
      counter.lastSeen = lastSeen
      counter.samples.push(...samples.slice(0, limits.samples))
      counter.storedSamples = counter.samples.length
    }
    rowsInTable = await storedRows(warehouse)
    newestReceivedAt = await coveredUntil(warehouse)
  }

  const countSince = async (until?: number): Promise<void> => {
    const since = messagesSince(warehouse, newestReceivedAt, until === undefined ? {} : { until })
    for await (const messages of since) {
      note(messages)
      await flush()
    }
  }

  const recover = async (): Promise<void> => {
    await load()
    if (rowsInTable > 2 * counts.size()) await compactNow()
    await countSince()
  }

  const follow = async (until: number): Promise<void> => {
    if (until < newestReceivedAt) return
    await countSince(until)
    newestReceivedAt = until + 1
    close()
    await flush()
  }

  return {
    recover: () => inOrder(recover),
    load: () => inOrder(load),
    follow: (until) => inOrder(() => follow(until)),
    note,
    flush: () => inOrder(flush),
    report: (promoted = new Set()) => reportOf(counts, promoted),
    forCheck: () => {
      const size = counts.size()
      if (checked?.size !== size) checked = { size, catalogue: catalogueForCheck(counts) }
      return checked.catalogue
    },
  }
}
