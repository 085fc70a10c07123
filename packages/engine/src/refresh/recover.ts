import { int64, render, sql, uint64 } from '@muster/core'
import { readWatermark } from '../metadata/work/watermarks.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { ownersOf } from '../read/nodesOf.ts'
import { recordAssignments } from '../record/record.ts'
import type { Resolver } from '../resolve/createResolver.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { deriveMembers } from './changeLog.ts'
import { addTouch, type Touches } from './touches.ts'

/** Where refresh stands, as kept in the metadata store. */
export const WATERMARKS = {
  /** The instant up to which memberships are true. */
  refreshed: 'refresh.at',
  /** Everything received before it has been looked at. */
  received: 'refresh.received',
  /** The changes up to it stand in all tables derived from them. */
  seq: 'refresh.seq',
  /** The assignments up to it stand in the warehouse and have been looked at. */
  assignments: 'refresh.assignments',
} as const

/** Two clocks of one machine never differ so much, and looking at a profile once more does no harm. */
const MARGIN = 5_000

/**
 * Makes every derived table complete again after a process ended anywhere: inserts once more what may be missing, which changes nothing
 * where it isn't. Returns who may not have been looked at since.
 */
export async function recover({
  warehouse,
  metadata,
  resolver,
  from = { received: Infinity, version: undefined },
}: {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly resolver: Resolver
  /** Where what may be missing begins, if that is before the marks: of a process that others have gone on without. */
  readonly from?: { readonly received: number; readonly version: bigint | undefined }
}): Promise<Touches> {
  const received =
    Math.min(Number((await readWatermark(metadata.db, WATERMARKS.received)) ?? 0n), from.received) -
    MARGIN
  const seq = (await readWatermark(metadata.db, WATERMARKS.seq)) ?? 0n
  const recorded = (await readWatermark(metadata.db, WATERMARKS.assignments)) ?? 0n
  const version = from.version === undefined || from.version > recorded ? recorded : from.version
  const touches: Touches = new Map()
  const insert = (statement: ReturnType<typeof sql>): Promise<void> =>
    warehouse.command(render(statement), 'write')

  for await (const page of resolver.assignmentsSince(version)) {
    await recordAssignments(warehouse, page)
    for (const { profile } of page)
      addTouch(touches, profile, { cause: { kind: 'merge' }, dueAt: received + MARGIN })
    // Whoever owned these nodes before may have lost their evidence.
    const former = await warehouse.query<{ profile: string }>(
      render(
        sql`SELECT DISTINCT profile FROM assignments WHERE node IN ${{ type: 'Array(UInt64)', value: page.map(({ node }) => node) }}`,
      ),
      'refresh',
    )
    for (const { profile } of former)
      addTouch(touches, BigInt(profile), { cause: { kind: 'merge' }, dueAt: received + MARGIN })
  }

  const since = sql`received_at >= ${int64(received)}`
  await insert(
    sql`INSERT INTO traits SELECT node, name, ts, message_id, value FROM messages ARRAY JOIN mapKeys(traits) AS name, mapValues(traits) AS value WHERE kind = 'identify' AND ${since}`,
  )
  await insert(
    sql`INSERT INTO account_traits SELECT group_id AS account_id, name, ts, message_id, value FROM messages ARRAY JOIN mapKeys(traits) AS name, mapValues(traits) AS value WHERE kind = 'group' AND ${since}`,
  )
  await insert(
    sql`INSERT INTO account_links SELECT node, group_id AS account_id, ts, message_id, toUInt8(1) AS joined FROM messages WHERE kind = 'group' AND ${since}`,
  )
  await deriveMembers(warehouse, seq)

  const late = await warehouse.query<{ node: string; message_id: string; first_at: string }>(
    render(
      sql`SELECT node, argMin(message_id, received_at) AS message_id, min(received_at) AS first_at FROM messages WHERE ${since} GROUP BY node`,
    ),
    'refresh',
  )
  const moved = await warehouse.query<{ node: string; kind: string; at: string }>(
    render(
      sql`SELECT node, 'list' AS kind, max(version) AS at FROM list_entries WHERE version >= ${uint64(Math.max(0, received))} GROUP BY node UNION ALL SELECT node, 'account' AS kind, max(ts) AS at FROM account_links WHERE joined = 0 AND ts >= ${int64(received)} GROUP BY node`,
    ),
    'refresh',
  )
  const owners = await ownersOf(
    warehouse,
    [...late, ...moved].map((row) => BigInt(row.node)),
    'refresh',
  )
  for (const row of late) {
    const owner = owners.get(BigInt(row.node))
    if (owner !== undefined)
      addTouch(touches, owner, {
        cause: { kind: 'event', messageId: row.message_id },
        dueAt: Number(row.first_at),
      })
  }
  for (const row of moved) {
    const owner = owners.get(BigInt(row.node))
    if (owner !== undefined)
      addTouch(touches, owner, {
        cause: { kind: row.kind === 'list' ? 'list' : 'account' },
        dueAt: Number(row.at),
      })
  }
  return touches
}
