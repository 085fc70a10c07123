import { render, sql, uint64, type Sql } from '@muster/core'
import type { Cause } from '../read/changesApi.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { NewChange } from './change.ts'
import { createRecentChanges, type RecentChanges } from './recentChanges.ts'

/** The record of changes. Numbers rise in the order in which changes become visible, so a reader's cursor misses none. */
export interface ChangeLog {
  /** All of them in one insert, and those that wait for it: a crash leaves all or none. */
  readonly append: (changes: readonly NewChange[]) => Promise<void>
  /** To be appended with the next ones: an insert costs much the same however many it holds. */
  readonly appendWithNext: (changes: readonly NewChange[]) => void
  /** Keeps whoever recorded before from recording more; where nobody else can, nothing. */
  readonly guard: Sql
  /** Takes the next `count` numbers for changes that the warehouse itself inserts; returns the first. To be confirmed when they stand. */
  readonly reserve: (count: number) => bigint
  readonly confirm: () => void
  readonly lastSeq: () => bigint
  readonly recent: RecentChanges['after']
  /**
   * Makes the tables of members complete again when an insert failed half-way, and lets go of what waits. To be called before they are read for
   * comparison.
   */
  readonly mend: () => Promise<boolean>
}

/** Where several processes may record in turn: what the warehouse asks before it takes changes, so that it takes none of an earlier one. */
export interface Fence {
  readonly condition: Sql
  /** Inserts changes, all of them in one insert, or is refused. */
  readonly insert: (
    columns: readonly string[],
    rows: readonly (readonly unknown[])[],
  ) => Promise<void>
}

/** Derives the members once more from the changes after a number; where nothing is missing nothing changes. */
export async function deriveMembers(warehouse: Warehouse, after: bigint): Promise<void> {
  await warehouse.command(
    render(
      sql`INSERT INTO members_by_profile SELECT profile, audience, entered AS member, seq FROM changes WHERE seq > ${uint64(after)}`,
    ),
  )
  await warehouse.command(
    render(
      sql`INSERT INTO members_by_audience SELECT audience, profile, entered AS member, seq FROM changes WHERE seq > ${uint64(after)}`,
    ),
  )
}

const COLUMNS = [
  'seq',
  'audience',
  'version',
  'profile',
  'entered',
  'at',
  'cause',
  'caused_by',
  'due_at',
  'recorded_at',
] as const

/** Numbers go on behind the newest one in the warehouse, and behind `after` where that is higher. */
export async function openChangeLog(
  warehouse: Warehouse,
  clock: () => number,
  { fence, after = 0n }: { readonly fence?: Fence; readonly after?: bigint } = {},
): Promise<ChangeLog> {
  const newest = async (): Promise<bigint> => {
    const [row] = await warehouse.query<{ last: string }>(
      render(sql`SELECT max(seq) AS last FROM changes`),
      'refresh',
    )
    const last = BigInt(row?.last ?? 0)
    return last < after ? after : last
  }
  let last = await newest()
  const recent = createRecentChanges(last)
  let waiting: readonly NewChange[] = []
  /** The number up to which all is well, while there is doubt about what comes after. */
  let doubtfulAfter: bigint | undefined
  const reserve = (count: number): bigint => {
    doubtfulAfter ??= last
    const first = last + 1n
    last += BigInt(count)
    return first
  }
  const confirm = (): void => {
    doubtfulAfter = undefined
    recent.restart(last)
  }
  return {
    append: async (more) => {
      // What waits is of an earlier instant, and instants never go back.
      const changes = waiting.length === 0 ? more : [...waiting, ...more]
      waiting = []
      if (changes.length === 0) return
      const first = reserve(changes.length)
      const recordedAt = clock()
      const rows = changes.map(({ audience, version, profile, entered, at, cause, dueAt }, i) => [
        first + BigInt(i),
        audience,
        version,
        profile,
        entered ? 1 : 0,
        at,
        cause.kind,
        causedBy(cause),
        dueAt,
        recordedAt,
      ])
      if (fence === undefined) await warehouse.insert('changes', COLUMNS, rows)
      else await fence.insert(COLUMNS, rows)
      doubtfulAfter = undefined
      recent.add(changes.map((change, i) => ({ ...change, seq: first + BigInt(i), recordedAt })))
    },
    appendWithNext: (changes) => {
      waiting = [...waiting, ...changes]
    },
    guard: fence === undefined ? sql`` : sql`WHERE ${fence.condition}`,
    reserve,
    confirm,
    lastSeq: () => doubtfulAfter ?? last,
    recent: recent.after,
    mend: async () => {
      waiting = []
      if (doubtfulAfter === undefined) return false
      await deriveMembers(warehouse, doubtfulAfter)
      last = await newest()
      confirm()
      return true
    },
  }
}

function causedBy(cause: Cause): string {
  switch (cause.kind) {
    case 'event':
      return cause.messageId
    case 'definition':
      return String(cause.version)
    case 'edge':
    case 'merge':
    case 'unmerge':
    case 'list':
    case 'account':
      return ''
  }
}
