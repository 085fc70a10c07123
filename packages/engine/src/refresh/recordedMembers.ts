import { render, sql, uint64, uint64s } from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { addressOf, PIECE } from './pieces.ts'

/** A bit for each profile, in pieces by its address, so that a million take 125 kB. */
type Bits = (Uint32Array | undefined)[]

export type IsMember = (audience: number) => boolean

/** A profile that entered or left an audience. */
interface Noted {
  readonly profile: bigint
  readonly audience: number
  readonly entered: boolean
}

/**
 * Who is a member of which audiences by the record, so that no tick has to ask for it. Whoever refreshes is the only one that adds to the record, and
 * tells it here (docs/adr/0019).
 */
export class RecordedMembers {
  /** By their numbers, which are small. */
  private readonly known: (Bits | undefined)[] = []

  /** Reads the members of these audiences, as far as they are not here, and lets go of all others. */
  async keep(warehouse: Warehouse, audiences: ReadonlySet<number>): Promise<void> {
    for (const number of this.known.keys())
      if (!audiences.has(number)) this.known[number] = undefined
    const missing = [...audiences].filter((number) => this.known[number] === undefined)
    if (missing.length === 0) return
    const found = await membersOf(warehouse, missing)
    for (const number of missing) this.known[number] = []
    for (const { audience, piece, places } of found) {
      const bits = this.bitsOf(audience, piece)
      for (const place of places) set(bits, place, true)
    }
  }

  /** Tells by an audience's number whether a profile is a member; throws for one whose members were not read. */
  of(profile: bigint): IsMember {
    const [piece, place] = addressOf(profile)
    const [word, bit] = [place >>> 5, 1 << (place & 31)]
    return (audience) => {
      const all = this.known[audience]
      if (all === undefined) throw notRead(audience)
      return ((all[piece]?.[word] ?? 0) & bit) !== 0
    }
  }

  /** A change stands on record. */
  note({ profile, audience, entered }: Noted): void {
    const [piece, place] = addressOf(profile)
    set(this.bitsOf(audience, piece), place, entered)
  }

  /** Changes with these numbers were put on record by the warehouse itself. */
  async takeOver(
    warehouse: Warehouse,
    audiences: ReadonlySet<number>,
    { first, count }: { readonly first: bigint; readonly count: number },
  ): Promise<void> {
    if (count === 0) return
    const rows = await warehouse.query<{
      readonly audience: number
      readonly entered: number
      readonly profiles: readonly string[]
    }>(
      render(
        sql`SELECT audience, entered, groupArray(profile) AS profiles FROM changes WHERE audience IN ${uint64s([...audiences].map(BigInt))} AND seq >= ${uint64(first)} AND seq < ${uint64(first + BigInt(count))} GROUP BY audience, entered`,
      ),
      'refresh',
    )
    for (const { audience, entered, profiles } of rows)
      for (const profile of profiles)
        this.note({ audience, profile: BigInt(profile), entered: entered === 1 })
  }

  /** Nothing is known any more: it is read again by the next `keep`. */
  clear(): void {
    this.known.length = 0
  }

  private bitsOf(audience: number, piece: number): Uint32Array {
    const all = this.known[audience]
    if (all === undefined) throw notRead(audience)
    return (all[piece] ??= new Uint32Array(PIECE / 32))
  }
}

const notRead = (audience: number): Error =>
  new Error(`the members of audience ${audience} were not read`)

function set(bits: Uint32Array, place: number, is: boolean): void {
  const [word, bit] = [place >>> 5, 1 << (place & 31)]
  bits[word] = is ? (bits[word] ?? 0) | bit : (bits[word] ?? 0) & ~bit
}

/** The members of some audiences, each by the places of their bits. */
function membersOf(warehouse: Warehouse, audiences: readonly number[]) {
  const current = sql`SELECT audience, profile FROM members_by_audience WHERE audience IN ${uint64s(audiences.map(BigInt))} GROUP BY audience, profile HAVING argMax(member, seq) = 1`
  return warehouse.query<{
    readonly audience: number
    readonly piece: number
    readonly places: readonly number[]
  }>(
    render(
      sql`SELECT audience, toUInt32(intDiv(profile, ${uint64(PIECE)})) AS piece, groupArray(toUInt16(profile % ${uint64(PIECE)})) AS places FROM (${current}) GROUP BY audience, piece`,
    ),
    'refresh',
  )
}
