import {
  parseJson,
  render,
  sql,
  string,
  strings,
  stringifyJson,
  uint64,
  type Json,
} from '@muster/core'
import type { Reject, RejectsPage } from './ingestApi.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

/** Messages that could not be taken, with the reason, until somebody looks at them. */
export interface RejectStore {
  /** The id of a reject, under which it will be kept. Ids sort by the time of receipt, so that pages go from the oldest to the newest. */
  readonly newId: (receivedAt: number) => string
  /** Makes them durable. */
  readonly keep: (rejects: readonly Omit<Reject, 'state'>[]) => Promise<void>
  readonly page: (
    page: RejectsPage,
  ) => Promise<{ readonly rejects: readonly Reject[]; readonly next: string | undefined }>
  readonly byIds: (ids: readonly string[]) => Promise<readonly Reject[]>
  readonly markReplayed: (rejects: readonly Reject[]) => Promise<void>
}

const COLUMNS = [
  'id',
  'received_at',
  'code',
  'place',
  'reason',
  'body',
  'source',
  'state',
  'version',
] as const

interface Row {
  readonly id: string
  readonly received_at: string
  readonly code: string
  readonly place: string
  readonly reason: string
  readonly body: string
  readonly source: string
  readonly state: string
}

export function createRejectStore(warehouse: Warehouse, newId: () => string): RejectStore {
  const read = async (where: ReturnType<typeof sql>): Promise<readonly Reject[]> =>
    (
      await warehouse.query<Row>(
        render(
          sql`SELECT id, received_at, code, place, reason, body, source, state FROM rejects FINAL ${where}`,
        ),
      )
    ).map(rejectOf)
  const write = (
    rejects: readonly Omit<Reject, 'state'>[],
    state: Reject['state'],
    version: number,
  ): Promise<void> =>
    warehouse.insert(
      'rejects',
      COLUMNS,
      rejects.map(({ id, receivedAt, code, at, message, body, source }) => [
        id,
        receivedAt,
        code,
        stringifyJson([...at]),
        message,
        stringifyJson(body),
        source,
        state,
        version,
      ]),
    )

  return {
    newId: (receivedAt) => `${receivedAt.toString().padStart(14, '0')}-${newId()}`,
    keep: (rejects) => write(rejects, 'open', 1),
    page: async ({ after, limit, code, state }) => {
      const rejects = await read(
        sql`WHERE id > ${string(after ?? '')} ${code === undefined ? sql`` : sql`AND code = ${string(code)}`} ${state === undefined ? sql`` : sql`AND state = ${string(state)}`} ORDER BY id LIMIT ${uint64(limit)}`,
      )
      return { rejects, next: rejects.length === limit ? rejects.at(-1)?.id : undefined }
    },
    byIds: (ids) => read(sql`WHERE id IN ${strings(ids)}`),
    markReplayed: (rejects) => write(rejects, 'replayed', 2),
  }
}

function rejectOf(row: Row): Reject {
  return {
    id: row.id,
    receivedAt: Number(row.received_at),
    code: row.code,
    at: JSON.parse(row.place) as (string | number)[],
    message: row.reason,
    body: jsonOf(row.body),
    source: row.source,
    state: row.state === 'replayed' ? 'replayed' : 'open',
  }
}

function jsonOf(text: string): Json {
  const parsed = parseJson(text)
  return parsed.ok ? parsed.value : text
}
