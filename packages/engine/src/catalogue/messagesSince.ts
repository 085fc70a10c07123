import { int64, parseJson, render, sql, uint64, type Message, type MessageKind } from '@muster/core'
import { propertiesOf, traitsOf } from '../read/storedValues.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

/** What the catalogue counts of a message. */
export type CountedMessage = Pick<
  Message,
  'kind' | 'event' | 'timestamp' | 'receivedAt' | 'properties' | 'traits'
> & {
  readonly identifiers: readonly { readonly kind: string }[]
}

/**
 * The messages received after an instant, and not after `until`, in the order of receipt, in pages that never cut one instant in two. Each page scans the instants
 * of receipt; after a crash of moments that is little, and a catalogue that starts from nothing counts everything once.
 */
export async function* messagesSince(
  warehouse: Warehouse,
  after: number,
  {
    pageSize = 20_000,
    until = Number.MAX_SAFE_INTEGER,
  }: { readonly pageSize?: number; readonly until?: number } = {},
): AsyncGenerator<readonly CountedMessage[]> {
  for (let from = after; ;) {
    const to = await endOfPage(warehouse, from, until, pageSize)
    if (to === undefined) return
    yield await page(warehouse, from, to)
    from = to
  }
}

async function endOfPage(
  warehouse: Warehouse,
  from: number,
  until: number,
  pageSize: number,
): Promise<number | undefined> {
  const [row] = await warehouse.query<{ readonly messages: string; readonly until: string }>(
    render(
      sql`SELECT count() AS messages, max(received_at) AS until FROM (SELECT received_at FROM messages WHERE received_at > ${int64(from)} AND received_at <= ${int64(until)} ORDER BY received_at LIMIT ${uint64(pageSize)})`,
    ),
  )
  return row === undefined || row.messages === '0' ? undefined : Number(row.until)
}

async function page(
  warehouse: Warehouse,
  from: number,
  to: number,
): Promise<readonly CountedMessage[]> {
  const rows = await warehouse.query<Row>(
    render(
      sql`SELECT kind, event, ts, received_at, props, traits, identifiers FROM messages WHERE received_at > ${int64(from)} AND received_at <= ${int64(to)} ORDER BY received_at`,
    ),
  )
  return rows.map((row) => ({
    kind: row.kind,
    event: row.event,
    timestamp: Number(row.ts),
    receivedAt: Number(row.received_at),
    properties: propertiesOf(row.props),
    traits: traitsOf(row.traits),
    identifiers: kindsOf(row.identifiers),
  }))
}

interface Row {
  readonly kind: MessageKind
  readonly event: string
  readonly ts: string
  readonly received_at: string
  readonly props: Readonly<Record<string, string>>
  readonly traits: Readonly<Record<string, string>>
  readonly identifiers: string
}

/** Identifiers are stored as a list of pairs, the kind first. */
function kindsOf(text: string): readonly { readonly kind: string }[] {
  const parsed = parseJson(text)
  if (!parsed.ok || !Array.isArray(parsed.value))
    throw new Error(`not stored identifiers: ${text.slice(0, 100)}`)
  return parsed.value.map((pair: unknown) => {
    const kind: unknown = Array.isArray(pair) ? pair[0] : undefined
    if (typeof kind !== 'string') throw new Error(`not stored identifiers: ${text.slice(0, 100)}`)
    return { kind }
  })
}
