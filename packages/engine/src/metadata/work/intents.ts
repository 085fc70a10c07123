import { sql } from 'kysely'
import { stringifyJson, type Json } from '@muster/core'
import { databaseNow } from '../databaseNow.ts'
import type { Db, Metadata } from '../metadata.ts'

/** A process that holds the lease of this name is alive. */
export const presenceOf = (process: string): string => `process/${process}`

/** Any number would do. */
const announcingLock = 7_206_911_403n

export interface NewIntent {
  readonly process: string
  readonly messageIds: readonly string[]
  readonly receivedAt: number
}

/** What others have announced, as far as the caller has not read it yet. */
export interface Announced {
  readonly id: bigint
  /** Of all other processes, since the intent with the number `after`. */
  readonly news: readonly { readonly id: bigint; readonly messageIds: readonly string[] }[]
  /** Intents of other living processes whose outcome is open. */
  readonly underWay: ReadonlySet<bigint>
  /** Finished intents up to this number may have been removed. */
  readonly pruned: bigint
}

/**
 * Announces messages before they are recorded, and reads what others have announced since `after`. One at a time over all processes, so that of
 * two that announce the same message the second reads the first.
 */
export async function announceIntent(
  metadata: Metadata,
  intent: NewIntent,
  after: bigint,
): Promise<Announced> {
  return metadata.transaction(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(current_schema(), ${announcingLock}::bigint))`.execute(
      tx,
    )
    const { rows } = await sql<{ id: bigint; message_ids: string[] | null; under_way: boolean }>`
      select intents.id, intents.state = 'open' and leases.name is not null as under_way,
        case when intents.id > ${after}::bigint then message_ids end as message_ids
      from intents
      left join leases on leases.name = 'process/' || process and expires_at > ${databaseNow}
      where process <> ${intent.process} and (intents.id > ${after}::bigint or intents.state = 'open')`.execute(
      tx,
    )
    const id = await openIntent(tx, intent)
    const pruned = await tx
      .selectFrom('watermarks')
      .select('value')
      .where('name', '=', PRUNED)
      .executeTakeFirst()
    return {
      id,
      news: rows.flatMap((row) =>
        row.message_ids === null ? [] : [{ id: row.id, messageIds: row.message_ids }],
      ),
      underWay: new Set(rows.filter((row) => row.under_way).map((row) => row.id)),
      pruned: pruned?.value ?? 0n,
    }
  })
}

/** Says that something is about to be recorded that brings no messages: a merge, an entry of a list. */
export async function openIntent(
  db: Db,
  { process, messageIds, receivedAt }: NewIntent,
): Promise<bigint> {
  const { rows } = await sql<{ id: bigint }>`
    insert into intents (process, state, message_ids, epoch, received_at, changed_at)
    select ${process}, 'open', ${messageIds}::text[], epoch, ${receivedAt}::bigint, ${databaseNow} from identity_state
    returning id`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('the state of identities has one row')
  return row.id
}

/** All of it stands in the warehouse, and these are to be looked at. False when it was given up as a dead process's meanwhile. */
export async function intentStands(db: Db, id: bigint, touched: Json): Promise<boolean> {
  const row = await db
    .updateTable('intents')
    .set({ state: 'stands', touched: stringifyJson(touched), changed_at: databaseNow })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Tells whom to look at, of something that stands. */
export async function postTouched(
  db: Db,
  process: string,
  receivedAt: number,
  touched: Json,
): Promise<void> {
  await sql`
    insert into intents (process, state, message_ids, epoch, received_at, touched, changed_at)
    select ${process}, 'stands', '{}', epoch, ${receivedAt}::bigint, ${stringifyJson(touched)}::jsonb, ${databaseNow} from identity_state`.execute(
    db,
  )
}

/** Ends an open intent: nothing came of it (`done`), or nobody knows what stands of it (`failed`), and whoever refreshes finds out. */
export async function endIntent(db: Db, id: bigint, state: 'done' | 'failed'): Promise<void> {
  await db
    .updateTable('intents')
    .set({ state, changed_at: databaseNow })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .execute()
}

/** Those of the intents that are still under way in a living process. */
export async function intentsUnderWay(db: Db, ids: readonly bigint[]): Promise<readonly bigint[]> {
  const { rows } = await sql<{ id: bigint }>`
    select intents.id from intents join leases on leases.name = 'process/' || process and expires_at > ${databaseNow}
    where intents.state = 'open' and intents.id = any(${ids.map(String)}::bigint[])`.execute(db)
  return rows.map((row) => row.id)
}

/** What whoever refreshes has to see to. */
export interface OpenWork {
  readonly id: bigint
  readonly kind: 'stands' | 'doubtful'
  readonly touched: Json
  readonly epoch: bigint
  readonly receivedAt: number
}

/** Up to `limit` intents that stand, failed, or were left open by a process that is gone; the oldest first, without those that are known. */
export async function readWork(
  db: Db,
  known: readonly bigint[],
  limit: number,
): Promise<readonly OpenWork[]> {
  const { rows } = await sql<{
    id: bigint
    state: 'open' | 'failed' | 'stands'
    touched: Json
    epoch: bigint
    received_at: bigint
  }>`
    select intents.id, intents.state, touched, epoch, received_at from intents
    left join leases on leases.name = 'process/' || process and expires_at > ${databaseNow}
    where intents.state <> 'done' and (intents.state <> 'open' or leases.name is null)
      and intents.id <> all(${known.map(String)}::bigint[])
    order by intents.id limit ${limit}`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    kind: row.state === 'stands' ? 'stands' : 'doubtful',
    touched: row.touched,
    epoch: row.epoch,
    receivedAt: Number(row.received_at),
  }))
}

/** Every assignment up to this version stands in the warehouse, or belongs to an intent that is not seen to yet and stands in its row. */
export async function recordedVersion(db: Db): Promise<bigint> {
  const { rows } = await sql<{ version: bigint }>`
    select least(epoch, (select min(epoch) from intents where state in ('open', 'failed'))) as version
    from identity_state`.execute(db)
  return rows[0]?.version ?? 0n
}

/** Whether everything announced up to now has been seen to. */
export async function isAllSeen(db: Db, upTo: bigint): Promise<boolean> {
  const row = await db
    .selectFrom('intents')
    .select('id')
    .where('state', '<>', 'done')
    .where('id', '<=', upTo)
    .limit(1)
    .executeTakeFirst()
  return row === undefined
}

export async function newestIntent(db: Db): Promise<bigint> {
  const row = await db
    .selectFrom('intents')
    .select(({ fn }) => fn.max('id').as('id'))
    .executeTakeFirst()
  return row?.id ?? 0n
}

/** They have been looked at as what they were when they were read; one that stands since is to be looked at again. */
export async function intentsSeen(
  db: Db,
  ids: readonly bigint[],
  as: OpenWork['kind'],
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update intents set state = 'done', touched = null, changed_at = ${databaseNow}
    where id = any(${ids.map(String)}::bigint[]) and state <> 'done' and (state = 'stands') = ${as === 'stands'}`.execute(
    db,
  )
}

/** The mark up to which finished intents may have been removed. */
const PRUNED = 'intents.pruned'

/** Removes intents that were finished so long ago, in milliseconds, and the leases of processes that are gone. */
export async function pruneIntents(metadata: Metadata, age: number): Promise<void> {
  await metadata.transaction(async (tx) => {
    await sql`
      with removed as (
        delete from intents where state = 'done' and changed_at < ${databaseNow} - ${age}::bigint returning id
      )
      insert into watermarks (name, value)
      select ${PRUNED}, max(id) from removed having max(id) is not null
      on conflict (name) do update set value = greatest(watermarks.value, excluded.value)`.execute(
      tx,
    )
    await sql`
      delete from leases where name like 'process/%' and expires_at < ${databaseNow} - ${age}::bigint
        and not exists (select from intents where state <> 'done' and 'process/' || process = leases.name)`.execute(
      tx,
    )
  })
}
