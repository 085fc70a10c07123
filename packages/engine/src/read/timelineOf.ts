import {
  int64,
  render,
  sql,
  uint64,
  uint64s,
  type JsonObject,
  type MessageKind,
} from '@muster/core'
import type { TimelineEvent } from './profilesApi.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { propertiesOf, storedObject, traitsOf } from './storedValues.ts'

/**
 * The messages of these nodes, newest first, all of them before an instant if one is given. Messages of the last instant on the page are
 * never cut in two, so a page may be longer than its limit and `before` = the last instant leads to the next one. The properties of an identify
 * or group call are the traits that it sent, `null` where it unset one.
 */
export async function timelineOf(
  warehouse: Warehouse,
  nodes: readonly bigint[],
  { limit, before }: { readonly limit: number; readonly before?: number | undefined },
): Promise<readonly TimelineEvent[]> {
  if (limit === 0) return []
  const rows = await warehouse.query<Row>(
    render(
      sql`SELECT message_id, ts, received_at, kind, event, props, traits, context FROM messages WHERE node IN ${uint64s(nodes)} ${before === undefined ? sql`` : sql`AND ts < ${int64(before)}`} ORDER BY ts DESC LIMIT ${uint64(limit)} WITH TIES`,
    ),
  )
  return rows.map(timelineEvent).sort(newestFirst)
}

interface Row {
  readonly message_id: string
  readonly ts: string
  readonly received_at: string
  readonly kind: MessageKind
  readonly event: string
  readonly props: Readonly<Record<string, string>>
  readonly traits: Readonly<Record<string, string>>
  readonly context: string
}

const timelineEvent = (row: Row): TimelineEvent => ({
  messageId: row.message_id,
  at: Number(row.ts),
  receivedAt: Number(row.received_at),
  kind: row.kind,
  name: row.event,
  properties: contentOf(row),
  context: storedObject(row.context),
})

function contentOf({ kind, props, traits }: Row): JsonObject {
  switch (kind) {
    case 'track':
    case 'page':
    case 'screen':
      return propertiesOf(props)
    case 'identify':
    case 'group':
      return traitsOf(traits)
    case 'alias':
      return {}
  }
}

const newestFirst = (a: TimelineEvent, b: TimelineEvent): number =>
  b.at - a.at || (a.messageId < b.messageId ? 1 : -1)
