import { sql } from 'kysely'

/**
 * The database's clock, in milliseconds since 1970 UTC: the one clock that all processes share. Not the transaction's start,
 * since a statement may have waited for a lock.
 */
export const databaseNow = sql<bigint>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
