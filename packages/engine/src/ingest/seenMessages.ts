import { setTimeout } from 'node:timers/promises'
import { render, sql, string, strings, uint64 } from '@muster/core'
import { ORDERED } from '../warehouse/projections.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { createBloomFilter, type BloomFilter } from './bloomFilter.ts'
import { HASHES_IN_SQL, hashesOf } from './hashesOf.ts'

/**
 * Which message ids have been recorded, ever: a filter in memory says "certainly new" for nearly every new one, and the warehouse, which
 * holds them all, decides about the rest. So nothing about a duplicate depends on how long ago or in which run of the process it first came.
 */
export interface SeenMessages {
  /** Those of the ids that have been recorded. */
  readonly known: (ids: readonly string[]) => Promise<ReadonlySet<string>>
  /** To be called before messages are recorded. */
  readonly add: (ids: readonly string[]) => void
  /**
   * Reads all recorded ids into the filter, page by page; until it ends, every id is looked up. A failure is told, and it begins again. Called
   * again, it takes the place of the one under way.
   */
  readonly load: () => Promise<void>
  /** Ends the loading. */
  readonly close: () => void
}

const LEAST_ROOM = 1_000_000
/** Short enough that going through one is not felt by what else the process does. */
const PAGE = 100_000

/** After a failure. Milliseconds. */
const RETRY = 1_000

export function createSeenMessages(
  warehouse: Warehouse,
  onError: (error: unknown) => void,
): SeenMessages {
  let filters: readonly BloomFilter[] = []
  let room = 0
  let isLoaded = false
  let loads = 0

  const makeRoom = (capacity: number): void => {
    filters = [...filters, createBloomFilter(capacity)]
    room += capacity
  }
  const add = (a: number, b: number): void => {
    if (filters.at(-1)?.isFull() !== false) makeRoom(Math.max(LEAST_ROOM, room))
    filters.at(-1)?.add(a, b)
  }
  const mayBeIn = (a: number, b: number): boolean =>
    filters.some((filter) => filter.mayContain(a, b))
  const maySeen = (id: string): boolean => {
    const hashes = hashesOf(id)
    return hashes === undefined || mayBeIn(...hashes)
  }
  const lookUp = async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await warehouse.query<{ message_id: string }>(
      render(
        sql`SELECT DISTINCT message_id FROM ${ORDERED.messagesById} WHERE message_id IN ${strings(ids)}`,
      ),
      // Not among the reads, whose slow ones would hold up ingest.
      'write',
    )
    return new Set(rows.map((row) => row.message_id))
  }

  const fill = async (isWanted: () => boolean): Promise<void> => {
    const count = await countOf(warehouse)
    if (room < count) makeRoom(LEAST_ROOM + 1.25 * count)
    // A recorded id is text of at least one character, so the empty text comes before all of them.
    for (let after: string | undefined = ''; after !== undefined && isWanted();) {
      const { hashes, last } = await hashesAfter(warehouse, after)
      for (let i = 0; i < hashes.length; i += 8) {
        const [a, b] = [hashes.readUInt32LE(i + 4), hashes.readUInt32LE(i)]
        if (!mayBeIn(a, b)) add(a, b)
      }
      after = last
    }
  }

  return {
    known: async (ids) => {
      const doubtful = isLoaded ? ids.filter(maySeen) : ids
      return doubtful.length === 0 ? new Set() : lookUp(doubtful)
    },
    add: (ids) => {
      for (const id of ids) {
        const hashes = hashesOf(id)
        if (hashes !== undefined) add(...hashes)
      }
    },
    load: async () => {
      isLoaded = false
      const mine = ++loads
      const isWanted = (): boolean => mine === loads
      while (isWanted() && !isLoaded) {
        try {
          await fill(isWanted)
          isLoaded = isWanted()
        } catch (error) {
          if (!isWanted()) return
          onError(error)
          await setTimeout(RETRY)
        }
      }
    },
    close: () => {
      loads++
    },
  }
}

async function countOf(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.query<{ messages: string }>(
    render(sql`SELECT count() AS messages FROM messages`),
    'backfill',
  )
  return Number(row?.messages ?? 0)
}

/** The next page's hashes, 8 bytes each and sorted, so that the filter is walked through in its order, and its last id; without one it was the last page. */
async function hashesAfter(
  warehouse: Warehouse,
  after: string,
): Promise<{ readonly hashes: Buffer; readonly last: string | undefined }> {
  const page = sql`SELECT message_id FROM ${ORDERED.messagesById} WHERE message_id > ${string(after)} ORDER BY message_id LIMIT ${uint64(PAGE)}`
  const [row] = await warehouse.query<{ hashes: string; last: string }>(
    render(
      sql`SELECT arrayStringConcat(arrayMap(h -> hex(reinterpretAsFixedString(h)), arraySort(groupArray(${HASHES_IN_SQL})))) AS hashes, max(message_id) AS last FROM (${page})`,
    ),
    'backfill',
  )
  const hashes = Buffer.from(row?.hashes ?? '', 'hex')
  return { hashes, last: hashes.length === 0 ? undefined : row?.last }
}
