import { join } from 'node:path'
import {
  createNames,
  identifier,
  join as joined,
  keyOfColumn,
  membershipQuery,
  noComputedTraits,
  render,
  sql,
  uint64,
  type Definition,
  type Sql,
} from '@muster/core'
import {
  openMetadata,
  openWarehouse,
  WATERMARKS,
  type Metadata,
  type Warehouse,
} from '@muster/engine'
import type { BenchAudience } from '../audiences/audiences.ts'

export interface RecomputeWanted {
  /** A data folder that no server holds. */
  readonly data: string
  readonly audiences: readonly BenchAudience[]
}

export interface Recomputed {
  readonly tookMs: number
  readonly cpuSeconds: number
  /** The members of all audiences together. */
  readonly members: number
  /** Audiences whose recorded members are others than those computed from everything for the same instant. */
  readonly different: readonly string[]
}

/** Who is in an audience, in two numbers: how many, and a hash of all of them. */
interface Contents {
  readonly size: string
  readonly hash: string
}

/**
 * What a user would do without Muster: one statement that computes all audiences from everything. It is given the same SQL, the same columns and
 * the same settings, and computes every fact that several audiences need once.
 */
export async function recompute({ data, audiences }: RecomputeWanted): Promise<Recomputed> {
  const metadata = await openMetadata({ folder: join(data, 'metadata') })
  const at = await refreshedAt(metadata)
  const rows = await metadata.db.selectFrom('audiences').select(['id', 'number']).execute()
  const numberOf = new Map(rows.map(({ id, number }) => [id, number]))
  await metadata.close()

  const warehouse = await openWarehouse({ folder: join(data, 'warehouse') })
  try {
    const statement = everybody(audiences, at, await promotedIn(warehouse))
    const [began, cpu] = [performance.now(), process.cpuUsage()]
    const [row = {}] = await warehouse.query<Readonly<Record<string, string>>>(render(statement))
    const tookMs = performance.now() - began
    const { user, system } = process.cpuUsage(cpu)
    const recorded = await recordedContents(warehouse)
    const isSame = ({ id }: BenchAudience, i: number): boolean => {
      const found = recorded.get(numberOf.get(id) ?? -1) ?? { size: '0', hash: '0' }
      return found.size === row[`size${i}`] && found.hash === row[`hash${i}`]
    }
    return {
      tookMs,
      cpuSeconds: (user + system) / 1e6,
      members: audiences.reduce((sum, _, i) => sum + Number(row[`size${i}`]), 0),
      different: audiences.filter((audience, i) => !isSame(audience, i)).map(({ id }) => id),
    }
  } finally {
    await warehouse.close()
  }
}

async function refreshedAt({ db }: Metadata): Promise<number> {
  const { value } = await db
    .selectFrom('watermarks')
    .select('value')
    .where('name', '=', WATERMARKS.refreshed)
    .executeTakeFirstOrThrow()
  return Number(value)
}

function everybody(
  audiences: readonly BenchAudience[],
  at: number,
  promoted: ReadonlySet<string>,
): Sql {
  const byId = new Map(audiences.map(({ id, definition }) => [id, definition]))
  const audience = (id: string): Definition => {
    const found = byId.get(id)
    if (found === undefined) throw new Error(`audience ${id} is referred to and not there`)
    return found
  }
  const meanings = { audience, computedTrait: noComputedTraits }
  const context = { at, zone: 'UTC', promoted, ...meanings, names: createNames() }
  const definitions = audiences.map(({ definition }) => definition)
  const contents = definitions.flatMap((_, i) => {
    const isMember = sql`${identifier(`m${i}`)} = 1`
    return [
      sql`countIf(${isMember}) AS ${identifier(`size${i}`)}`,
      sql`groupBitXorIf(cityHash64(profile), ${isMember}) AS ${identifier(`hash${i}`)}`,
    ]
  })
  const members = membershipQuery(definitions, { kind: 'everyone' }, context)
  return sql`SELECT ${joined(contents, ', ')} FROM (${members})`
}

async function promotedIn(warehouse: Warehouse): Promise<ReadonlySet<string>> {
  const rows = await warehouse.query<{ readonly name: string }>(
    render(
      sql`SELECT name FROM system.columns WHERE database = currentDatabase() AND table = 'messages' AND startsWith(name, 'p_')`,
    ),
  )
  return new Set(rows.map(({ name }) => keyOfColumn(name.slice('p_'.length))))
}

async function recordedContents(warehouse: Warehouse): Promise<ReadonlyMap<number, Contents>> {
  const current = sql`SELECT audience, profile FROM members_by_audience GROUP BY audience, profile HAVING argMax(member, seq) = ${uint64(1)}`
  const rows = await warehouse.query<Contents & { readonly audience: number }>(
    render(
      sql`SELECT audience, count() AS size, groupBitXor(cityHash64(profile)) AS hash FROM (${current}) GROUP BY audience`,
    ),
  )
  return new Map(rows.map((row) => [row.audience, row]))
}
