import type { Db } from './metadata.ts'

/** Runs `work` in the transaction that `db` already is, or else in one of its own. */
export function inTransaction<Result>(db: Db, work: (tx: Db) => Promise<Result>): Promise<Result> {
  return db.isTransaction ? work(db) : db.transaction().execute(work)
}
