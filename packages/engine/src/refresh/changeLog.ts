import { render, sql } from '@muster/core'
import type { Cause } from '../engine.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

/** One change to be recorded. */
export interface NewChange {
  readonly audience: number
  readonly version: number
  readonly profile: bigint
  readonly entered: boolean
  readonly at: number
  readonly cause: Cause
  readonly dueAt: number
}

/** The record of changes. Numbers rise in the order in which changes become visible, so a reader's cursor misses none. */
export interface ChangeLog {
  /** All of them in one insert: a crash leaves all or none. */
  readonly append: (changes: readonly NewChange[]) => Promise<void>
  /** Takes the next `count` numbers for changes that the warehouse itself inserts; returns the first. */
  readonly reserve: (count: number) => bigint
  readonly lastSeq: () => bigint
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

export async function openChangeLog(warehouse: Warehouse, clock: () => number): Promise<ChangeLog> {
  const [row] = await warehouse.query<{ last: string }>(
    render(sql`SELECT max(seq) AS last FROM changes`),
    'refresh',
  )
  let last = BigInt(row?.last ?? 0)
  const reserve = (count: number): bigint => {
    const first = last + 1n
    last += BigInt(count)
    return first
  }
  return {
    append: async (changes) => {
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
      await warehouse.insert('changes', COLUMNS, rows)
    },
    reserve,
    lastSeq: () => last,
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
