import { and, sql, uint64, uint64s, type Sql } from './sql.ts'

/** Whose membership is asked for. */
export type Scope =
  | { readonly kind: 'everyone' }
  /** The profiles with ids from one (included) to another (excluded); without that one, to the last. */
  | { readonly kind: 'range'; readonly from: bigint; readonly below: bigint | undefined }
  /** The profiles who own the given nodes. */
  | {
      readonly kind: 'profiles'
      readonly nodes: NodeOwners
      /** The nodes of everybody in an account of one of the profiles, for conditions on accounts. */
      readonly accountNodes: NodeOwners
    }

/** Two lists of equal length: a node, and the profile that it belongs to. */
export interface NodeOwners {
  readonly nodes: readonly bigint[]
  readonly owners: readonly bigint[]
}

/** How a statement finds the rows of a scope's nodes, and whose they are. */
export interface Owners {
  /** A select with a row for each node: `node`, its `kind`, and its `profile` by the latest word. */
  readonly current: Sql
  /** A test of a row's `node`; none when all rows are wanted. */
  readonly among: readonly Sql[]
  /** The profile that a row's `node` belongs to, by the help of a join that stands behind the table. */
  readonly owner: Sql
  readonly from: Sql
}

/** The nodes that are read of profiles or, for conditions on accounts, of whoever is in their accounts. */
export function ownersOf(scope: Scope, of: 'profile' | 'account'): Owners {
  switch (scope.kind) {
    case 'everyone':
      return found(latest([]), [])
    case 'range':
      // An account reaches over all ranges.
      return of === 'account' ? ownersOf({ kind: 'everyone' }, of) : within(scope)
    case 'profiles':
      return given(of === 'profile' ? scope.nodes : scope.accountNodes)
  }
}

/** The table's own order finds the latest word first. */
const latest = (tests: readonly Sql[]): Sql =>
  sql`SELECT node, kind, profile FROM assignments ${where(tests)} ORDER BY node, version DESC LIMIT 1 BY node`

function within({ from, below }: Extract<Scope, { kind: 'range' }>): Owners {
  const isWithin = and([
    sql`profile >= ${uint64(from)}`,
    ...(below === undefined ? [] : [sql`profile < ${uint64(below)}`]),
  ])
  // Whatever was once theirs, which a copy of the table in the order of profiles tells; then what is so by the latest word.
  const once = sql`node IN (SELECT node FROM assignments WHERE ${isWithin})`
  const current = sql`SELECT node, kind, profile FROM (${latest([once])}) WHERE ${isWithin}`
  return found(current, [sql`node IN (SELECT node FROM (${current}))`])
}

/** Only nodes that have moved need a join: a profile's id is that of its first node. */
const found = (current: Sql, among: readonly Sql[]): Owners => ({
  current,
  among,
  owner: sql`if(moved_to = 0, node, moved_to)`,
  from: sql`LEFT ANY JOIN (SELECT node AS moved_node, profile AS moved_to FROM (${current}) WHERE profile != node) AS moved ON node = moved_node`,
})

/** A list that is short enough to be given with the question. */
function given({ nodes, owners }: NodeOwners): Owners {
  const among = [sql`node IN ${uint64s(nodes)}`]
  return {
    current: latest(among),
    among,
    owner: sql`transform(node, ${uint64s(nodes)}, ${uint64s(owners)}, toUInt64(0))`,
    from: sql``,
  }
}

/** Nothing when there are no tests. */
export const where = (tests: readonly Sql[]): Sql =>
  tests.length === 0 ? sql`` : sql`WHERE ${and(tests)}`
