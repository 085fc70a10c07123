import { join, render, sql, uint64 } from '@muster/core'
import type { ProfileWhole } from './profilesApi.ts'
import { listAudiences } from '../metadata/audience/readAudiences.ts'
import type { Metadata } from '../metadata/metadata.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

/**
 * All live audiences by name: whether a profile is a recorded member, and since when it is or is not; `undefined` if that never changed.
 */
export async function membershipsOf(
  { warehouse, metadata }: { readonly warehouse: Warehouse; readonly metadata: Metadata },
  profile: bigint,
): Promise<ProfileWhole['audiences']> {
  const [audiences, recorded] = await Promise.all([
    listAudiences(metadata.db, ['live']),
    recordedOf(warehouse, profile),
  ])
  return audiences.map(({ id, name, number }) => {
    const latest = recorded.get(number)
    return { id, name, member: latest?.member ?? false, since: latest?.since }
  })
}

interface Latest {
  readonly member: boolean
  readonly since: number
}

/** The latest change of each audience that ever had this profile, by the audience's number: two look-ups by key. */
async function recordedOf(
  warehouse: Warehouse,
  profile: bigint,
): Promise<ReadonlyMap<number, Latest>> {
  const places = await warehouse.query<{ readonly audience: number; readonly last: string }>(
    render(
      sql`SELECT audience, max(seq) AS last FROM members_by_profile WHERE profile = ${uint64(profile)} GROUP BY audience`,
    ),
  )
  if (places.length === 0) return new Map()
  const keys = join(
    places.map(({ audience, last }) => sql`(${uint64(audience)}, ${uint64(BigInt(last))})`),
    ', ',
  )
  const rows = await warehouse.query<{
    readonly audience: number
    readonly entered: number
    readonly at: string
  }>(render(sql`SELECT audience, entered, at FROM changes WHERE (audience, seq) IN (${keys})`))
  return new Map(
    rows.map(({ audience, entered, at }) => [
      audience,
      { member: entered === 1, since: Number(at) },
    ]),
  )
}
