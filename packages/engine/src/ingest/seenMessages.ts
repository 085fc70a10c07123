import { render, sql, string, strings } from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { createBloomFilter, type BloomFilter } from './bloomFilter.ts'
import { hashesOf } from './hashesOf.ts'

/**
 * Which message ids have been recorded, ever: a filter in memory says "certainly new" for nearly every new one, and the warehouse, which
 * holds them all, decides about the rest. So nothing about a duplicate depends on how long ago or in which run of the process it first came.
 */
export interface SeenMessages {
  /** Those of the ids that have been recorded. */
  readonly known: (ids: readonly string[]) => Promise<ReadonlySet<string>>
  /** To be called before messages are recorded. */
  readonly add: (ids: readonly string[]) => void
  /** Reads all recorded ids into the filter, page by page; until it ends, every id is looked up. Called again, it does so again. */
  readonly load: () => Promise<void>
}

const FIRST_CAPACITY = 1_000_000
const PAGE = 50_000

export function createSeenMessages(warehouse: Warehouse): SeenMessages {
  const filters: BloomFilter[] = [createBloomFilter(FIRST_CAPACITY)]
  let isLoaded = false

  const addHashes = (a: number, b: number): void => {
    let newest = filters.at(-1)
    if (newest === undefined || newest.isFull()) {
      newest = createBloomFilter(FIRST_CAPACITY * 2 ** filters.length)
      filters.push(newest)
    }
    newest.add(a, b)
  }
  const add = (id: string): void => {
    addHashes(...hashesOf(id))
  }
  const maySeen = (id: string): boolean => {
    const [a, b] = hashesOf(id)
    return filters.some((filter) => filter.mayContain(a, b))
  }
  const lookUp = async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await warehouse.query<{ message_id: string }>(
      render(sql`SELECT DISTINCT message_id FROM messages WHERE message_id IN ${strings(ids)}`),
      // Not among the reads, whose slow ones would hold up ingest.
      'write',
    )
    return new Set(rows.map((row) => row.message_id))
  }

  return {
    known: async (ids) => {
      const doubtful = isLoaded ? ids.filter(maySeen) : ids
      return doubtful.length === 0 ? new Set() : lookUp(doubtful)
    },
    add: (ids) => {
      ids.forEach(add)
    },
    load: async () => {
      isLoaded = false
      // A recorded id is text of at least one character, so the empty text comes before all of them.
      for (let after: string | undefined = ''; after !== undefined;) {
        const page: { readonly ids: readonly string[] } = await nextIds(warehouse, after)
        page.ids.forEach(add)
        after = page.ids.at(-1)
      }
      isLoaded = true
    },
  }
}

async function nextIds(
  warehouse: Warehouse,
  after: string,
): Promise<{ readonly ids: readonly string[] }> {
  const page = sql`SELECT message_id FROM messages WHERE message_id > ${string(after)} ORDER BY message_id LIMIT ${{ type: 'UInt64', value: PAGE }}`
  const rows = await warehouse.query<{ ids: readonly string[] }>(
    render(sql`SELECT groupArray(message_id) AS ids FROM (${page})`),
    'backfill',
  )
  return { ids: rows[0]?.ids ?? [] }
}
