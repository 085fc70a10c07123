import { render, sql, uint64 } from '@muster/core'
import type { Assigned } from '../record/record.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { addressOf, PIECE } from './pieces.ts'

/** The identifiers of one profile, and what each identifies by: two lists of equal length. */
export interface Nodes {
  readonly nodes: readonly bigint[]
  readonly kinds: readonly string[]
}

/** Some identifiers: of each its node, its kind by number, and the entry before it of the same profile. */
interface Entries {
  readonly nodes: Float64Array
  readonly kinds: Uint16Array
  readonly before: Int32Array
}

/** Identifiers that are read by one statement. */
const SLICE = 65_536
/** 14 bytes for each and 4 for each profile: 320 MB. With more of them, whoever is looked at is asked about. */
const MOST_NODES = 20_000_000
/** After a failure. Milliseconds. */
const RETRY = 10_000

const [NONE, UNSURE_OF_NONE] = [0, -0x8000_0000]
const DONE = Promise.resolve()

/**
 * Which identifiers each profile has, so that whoever is read need not be asked about first. Read once beside the ticks, and told afterwards of what
 * changes; of whom that can't be told, nothing is said until somebody has asked (docs/adr/0021).
 */
export class KnownNodes {
  /** By a profile's address the number of its newest entry, beginning with 1; {@link NONE}; or less, when there may be others by now. */
  private newest: (Int32Array | undefined)[] = []
  private entries: Entries[] = []
  private count = 0
  private kinds: string[] = []
  private readonly numbers = new Map<string, number>()
  private isRead = false
  /** Of whom something changed while all were read. */
  private changed = new Set<bigint>()
  private reading: Promise<void> | undefined
  private triedAt = -Infinity
  private readonly most: number

  constructor(most = MOST_NODES) {
    this.most = most
  }

  /** Begins to read all that there are, unless they are read, or were tried to be a moment ago; resolves when that has ended. */
  keep(warehouse: Warehouse, isEnding: () => boolean): Promise<void> {
    if (this.isRead || isEnding() || performance.now() - this.triedAt < RETRY)
      return this.reading ?? DONE
    this.triedAt = performance.now()
    return (this.reading = this.read(warehouse, isEnding))
  }

  /** Their owner has these; `undefined` when that isn't known. */
  of(profile: bigint): Nodes | undefined {
    const newest = this.newestOf(profile)
    return this.isRead && newest > NONE ? this.from(newest) : undefined
  }

  /** A profile has more than before. */
  add(profile: bigint, { nodes, isNew }: Assigned): void {
    if (!this.isRead) {
      this.changed.add(profile)
      return
    }
    const newest = this.newestOf(profile)
    if (newest < NONE || (newest === NONE && !isNew)) return
    const known = newest === NONE ? [] : this.from(newest).nodes
    for (const { node, kind } of nodes) if (!known.includes(node)) this.put(profile, node, kind)
  }

  /** A profile may have others than before. */
  forget(profile: bigint): void {
    if (this.isRead) this.doubt(profile)
    else this.changed.add(profile)
  }

  /** What was asked about a profile that had been forgotten. */
  learn(profile: bigint, { nodes, kinds }: Nodes): void {
    const newest = this.newestOf(profile)
    if (!this.isRead || newest > NONE || nodes.length === 0) return
    if (newest < NONE && newest !== UNSURE_OF_NONE && isSame(this.from(-newest).nodes, nodes)) {
      this.point(profile, -newest)
      return
    }
    this.point(profile, NONE)
    for (const [i, node] of nodes.entries()) this.put(profile, node, kinds[i] ?? '')
  }

  private async read(warehouse: Warehouse, isEnding: () => boolean): Promise<void> {
    this.newest = []
    this.entries = []
    this.count = 0
    this.changed = new Set()
    try {
      const most = await newestNode(warehouse)
      if (most > this.most) {
        this.triedAt = Infinity
        return
      }
      for (let first = 0; first <= most; first += SLICE) {
        if (isEnding()) return
        for (const { kind, places, owners } of await readSlice(warehouse, first))
          for (const [i, place] of places.entries()) this.put(owners[i] ?? 0, first + place, kind)
      }
    } catch {
      // Whoever looks at somebody asks by itself until then, and says so when it can't.
      return
    }
    this.isRead = true
    for (const profile of this.changed) this.doubt(profile)
    this.changed = new Set()
  }

  private doubt(profile: bigint): void {
    const newest = this.newestOf(profile)
    if (newest >= NONE) this.point(profile, newest === NONE ? UNSURE_OF_NONE : -newest)
  }

  private from(newest: number): Nodes {
    const [nodes, kinds]: [bigint[], string[]] = [[], []]
    for (let number = newest; number !== NONE;) {
      const [entries, place] = this.entryOf(number)
      nodes.push(BigInt(entries.nodes[place] ?? 0))
      kinds.push(this.kinds[entries.kinds[place] ?? 0] ?? '')
      number = entries.before[place] ?? NONE
    }
    return { nodes, kinds }
  }

  private put(profile: bigint | number, node: bigint | number, kind: string): void {
    const number = ++this.count
    const [entries, place] = this.entryOf(number)
    entries.nodes[place] = Number(node)
    entries.kinds[place] = this.numberOf(kind)
    entries.before[place] = this.newestOf(profile)
    this.point(profile, number)
  }

  private entryOf(number: number): readonly [entries: Entries, place: number] {
    const [piece, place] = [Math.floor((number - 1) / SLICE), (number - 1) % SLICE]
    const entries = (this.entries[piece] ??= {
      nodes: new Float64Array(SLICE),
      kinds: new Uint16Array(SLICE),
      before: new Int32Array(SLICE),
    })
    return [entries, place]
  }

  private numberOf(kind: string): number {
    const number = this.numbers.get(kind) ?? this.kinds.push(kind) - 1
    this.numbers.set(kind, number)
    return number
  }

  private newestOf(profile: bigint | number): number {
    const [piece, place] = addressOf(profile)
    return this.newest[piece]?.[place] ?? NONE
  }

  private point(profile: bigint | number, number: number): void {
    const [piece, place] = addressOf(profile)
    const some = (this.newest[piece] ??= new Int32Array(PIECE))
    some[place] = number
  }
}

const isSame = (some: readonly bigint[], others: readonly bigint[]): boolean =>
  some.length === others.length && some.every((one) => others.includes(one))

async function newestNode(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.query<{ readonly newest: string }>(
    render(sql`SELECT max(node) AS newest FROM assignments`),
    'refresh',
  )
  return Number(row?.newest ?? 0)
}

/** Whose the nodes from this one on are, in the order of the table. */
function readSlice(warehouse: Warehouse, first: number) {
  const [from, to] = [uint64(first), uint64(first + SLICE)]
  return warehouse.query<{
    readonly kind: string
    /** Counted from the first. */
    readonly places: readonly number[]
    readonly owners: readonly number[]
  }>(
    render(
      sql`SELECT kind, groupArray(toUInt16(node - ${from})) AS places, groupArray(toFloat64(owner)) AS owners FROM (SELECT node, any(kind) AS kind, argMax(profile, version) AS owner FROM assignments WHERE node >= ${from} AND node < ${to} GROUP BY node) GROUP BY kind`,
    ),
    'refresh',
  )
}
