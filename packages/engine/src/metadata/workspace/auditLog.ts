import { stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'
import type { Db } from '../metadata.ts'

/** Who did what to what. `before` is absent for what was created, `after` for what was removed; `null` is read as absent. */
export interface AuditEntry {
  /** A person or a program, as the server knows it. */
  readonly actor: string
  readonly action: string
  readonly subject: { readonly kind: string; readonly id: string }
  readonly at: number
  readonly before?: Json
  readonly after?: Json
}

export type StoredAuditEntry = AuditEntry & { readonly seq: bigint }

/** Writes an entry, in the transaction of the change itself if there is to be no change without one. */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({
      at: entry.at,
      actor: entry.actor,
      action: entry.action,
      subject_kind: entry.subject.kind,
      subject_id: entry.subject.id,
      before: entry.before === undefined ? null : stringifyJson(entry.before),
      after: entry.after === undefined ? null : stringifyJson(entry.after),
    })
    .execute()
}

/** The newest entries first, of one subject if given, and before the entry `before` if given. */
export async function readAudit(
  db: Db,
  asked: {
    readonly subject?: { readonly kind: string; readonly id: string }
    readonly before?: bigint
    readonly limit: number
  },
): Promise<readonly StoredAuditEntry[]> {
  let query = db.selectFrom('audit_log').selectAll().orderBy('seq', 'desc').limit(asked.limit)
  if (asked.before !== undefined) query = query.where('seq', '<', asked.before)
  if (asked.subject !== undefined) {
    query = query
      .where('subject_kind', '=', asked.subject.kind)
      .where('subject_id', '=', asked.subject.id)
  }
  const rows = await query.execute()
  return rows.map((row) => ({
    seq: row.seq,
    at: Number(row.at),
    actor: row.actor,
    action: row.action,
    subject: { kind: row.subject_kind, id: row.subject_id },
    ...(row.before === null ? {} : { before: row.before }),
    ...(row.after === null ? {} : { after: row.after }),
  }))
}
