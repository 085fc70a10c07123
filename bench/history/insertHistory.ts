import { render, sql, uint64, type Sql } from '@muster/core'
import { openMetadata, openWarehouse, WATERMARKS } from '@muster/engine'
import { sql as metadataSql } from 'kysely'
import { join } from 'node:path'
import { insertIdentities } from './identities.ts'
import {
  IDENTIFIES_EACH,
  insertAssignments,
  insertEvents,
  insertIdentifies,
  type Stretch,
} from './messagesSql.ts'

export interface Wanted {
  /** A server's data folder, in which it has been started once. */
  readonly data: string
  /** People [from, to) are added. */
  readonly from: number
  readonly to: number
  /** Messages of each person on average. */
  readonly messagesEach: number
  /** The history ends here, in milliseconds since 1970 UTC. */
  readonly until: number
}

/** Rows of one insert: enough for large parts, and few enough for the memory. */
const ROWS = 1_250_000

/**
 * Writes people, their identities and their history into the stores of a data folder that no server holds, and moves the marks that say how far
 * everything is looked at, so that the next start has nothing to make up for.
 */
export async function insertHistory(wanted: Wanted): Promise<void> {
  // Each keeps a core or so busy.
  await Promise.all([insertIntoMetadata(wanted), insertIntoWarehouse(wanted)])
}

async function insertIntoMetadata({ data, from, to, until }: Wanted): Promise<void> {
  const metadata = await openMetadata({ folder: join(data, 'metadata') })
  await insertIdentities(metadata, { from, to, until })
  const marks = {
    [WATERMARKS.refreshed]: until,
    [WATERMARKS.received]: until,
    [WATERMARKS.assignments]: 1,
  }
  for (const [name, value] of Object.entries(marks))
    await metadataSql`insert into watermarks (name, value) values (${name}, ${value}::bigint)
      on conflict (name) do update set value = excluded.value`.execute(metadata.db)
  await metadata.close()
}

async function insertIntoWarehouse({ data, from, to, messagesEach, until }: Wanted): Promise<void> {
  const warehouse = await openWarehouse({ folder: join(data, 'warehouse') })
  // The lane for reads has two threads; that of writes has one.
  const run = (statement: Sql) => warehouse.command(render(statement), 'read')
  const eventsEach = messagesEach - IDENTIFIES_EACH
  const all: Stretch = { from, to, until, eventsEach }
  await run(insertAssignments(all))
  await run(insertIdentifies(all))
  const people = Math.max(1, Math.floor(ROWS / messagesEach))
  let next = from
  const insertRest = async (): Promise<void> => {
    while (next < to) {
      const first = next
      next = Math.min(to, first + people)
      await run(insertEvents({ ...all, from: first, to: next }))
    }
  }
  // Two at a time: most of an insert runs on one thread, and the machine has two cores.
  await Promise.all([insertRest(), insertRest()])
  await run(catalogueMark())
  await warehouse.close()
}

/** Counts again what came last, this many messages: enough to know every event and property, and soon done at the first start. */
const COUNTED = 10_000

/** Without a mark the catalogue would count the whole history at the first start. */
const catalogueMark = (): Sql => sql`
  INSERT INTO catalogue SELECT 'identifier' AS part, '' AS event, kind AS path, 'seen' AS type, count() AS count, 0 AS first_seen,
    0 AS last_seen, [] AS samples, (SELECT min(received_at) FROM (SELECT received_at FROM messages ORDER BY received_at DESC LIMIT ${uint64(COUNTED)})) AS covered_until
  FROM assignments GROUP BY kind`
