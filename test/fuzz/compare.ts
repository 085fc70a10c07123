import {
  computedTraits,
  createNames,
  decodeValue,
  encodeValue,
  evaluate,
  fingerprint,
  membershipQuery,
  render,
  traitsQuery,
  type AccountEvidence,
  type Definition,
  type Evidence,
  type Meanings,
  type Scope,
  type Sql,
  type TraitExpression,
  type World,
} from '@muster/core'
import type { Warehouse } from '@muster/engine'

/** One definition asked of one population, whose profiles stand in the warehouse under ids of their own. */
export interface Case {
  readonly definition: Definition
  readonly audiences: ReadonlyMap<string, Definition>
  readonly computedTraits: ReadonlyMap<string, TraitExpression>
  readonly profiles: readonly Evidence[]
  readonly account: (id: string, at: number) => AccountEvidence
}

export interface Instant {
  readonly at: number
  readonly zone: string
}

export interface Disagreement {
  readonly caseIndex: number
  readonly profile: bigint
  readonly reference: boolean
  readonly compiled: boolean
}

/** Evaluates the cases both ways and tells where they differ. All cases of one call share the audiences they refer to. */
export async function compare(
  warehouse: Warehouse,
  cases: readonly Case[],
  nodesOf: ReadonlyMap<bigint, readonly bigint[]>,
  { at, zone }: Instant,
  scope: ScopeKind,
): Promise<readonly Disagreement[]> {
  const definitions = new Map(cases.map((c) => [fingerprint(c.definition), c]))
  const order = [...definitions.keys()]
  const context = {
    at,
    zone,
    promoted: new Set<string>(),
    ...meaningsOf(cases),
    names: createNames(),
  }
  const asked = [...definitions.values()].map((c) => c.definition)
  const rows = await rowsOf<Record<string, string | number>>(
    warehouse,
    scopesOf(scope, cases, nodesOf).map((some) => membershipQuery(asked, some, context)),
  )
  const found = new Map(rows.map((row) => [BigInt(row['profile'] ?? 0), row]))
  return cases.flatMap((c, caseIndex) => {
    const column = `m${order.indexOf(fingerprint(c.definition))}`
    const world: World = {
      at,
      zone,
      ...meaningsOf(cases),
      account: (id) => c.account(id, at),
    }
    return c.profiles.flatMap((profile) => {
      const reference = evaluate(c.definition, profile, world)
      const compiled = Number(found.get(profile.profileId)?.[column] ?? -1)
      return compiled === Number(reference)
        ? []
        : [{ caseIndex, profile: profile.profileId, reference, compiled: compiled === 1 }]
    })
  })
}

/** Tells where the values of the cases' computed traits differ, by `name: reference, compiled`. */
export async function compareValues(
  warehouse: Warehouse,
  cases: readonly Case[],
  nodesOf: ReadonlyMap<bigint, readonly bigint[]>,
  { at, zone }: Instant,
  scope: ScopeKind,
): Promise<readonly string[]> {
  const names = [...(cases[0]?.computedTraits.keys() ?? [])]
  if (names.length === 0) return []
  const context = {
    at,
    zone,
    promoted: new Set<string>(),
    ...meaningsOf(cases),
    names: createNames(),
  }
  const rows = await rowsOf<Record<string, string>>(
    warehouse,
    scopesOf(scope, cases, nodesOf).map((some) => traitsQuery(names, some, context)),
  )
  const found = new Map(rows.map((row) => [BigInt(row['profile'] ?? 0), row]))
  const people = new Map(cases.flatMap((c) => c.profiles.map((profile) => [profile, c] as const)))
  return [...people].flatMap(([profile, c]) => {
    const world: World = { at, zone, ...meaningsOf(cases), account: (id) => c.account(id, at) }
    const reference = computedTraits(names, profile, world)
    return names.flatMap((name, i) => {
      const compiled = found.get(profile.profileId)?.[`v${i}`] ?? ''
      const value = compiled === '' ? null : decodeValue(compiled)
      const expected = reference.get(name) ?? null
      return encodeValue(value) === encodeValue(expected)
        ? []
        : [`${name}: ${encodeValue(expected) ?? 'missing'}, ${compiled || 'missing'}`]
    })
  })
}

const meaningsOf = (cases: readonly Case[]): Meanings => ({
  audience: (id) => {
    const found = cases[0]?.audiences.get(id)
    if (found === undefined) throw new Error(`no audience ${id}`)
    return found
  },
  computedTrait: (name) => cases[0]?.computedTraits.get(name),
})

/** How everybody is asked for: by one statement, by naming them, or in two ranges of ids. */
export type ScopeKind = 'everyone' | 'profiles' | 'ranges'

function scopesOf(
  kind: ScopeKind,
  cases: readonly Case[],
  nodesOf: ReadonlyMap<bigint, readonly bigint[]>,
): readonly Scope[] {
  switch (kind) {
    case 'everyone':
      return [{ kind }]
    case 'profiles':
      return [profileScope(cases, nodesOf)]
    case 'ranges': {
      const ids = [...nodesOf.keys()].toSorted((a, b) => (a < b ? -1 : 1))
      const middle = ids[Math.floor(ids.length / 2)] ?? 0n
      return [
        { kind: 'range', from: 0n, below: middle },
        { kind: 'range', from: middle, below: undefined },
      ]
    }
  }
}

const rowsOf = async <Row>(
  warehouse: Warehouse,
  statements: readonly Sql[],
): Promise<readonly Row[]> =>
  (await Promise.all(statements.map((each) => warehouse.query<Row>(render(each))))).flat()

function profileScope(
  cases: readonly Case[],
  nodesOf: ReadonlyMap<bigint, readonly bigint[]>,
): Scope {
  const profiles = new Set(cases.flatMap((c) => c.profiles.map((profile) => profile.profileId)))
  const pairs = [...profiles].flatMap((profile) =>
    (nodesOf.get(profile) ?? []).map((node) => [node, profile] as const),
  )
  const owners = { nodes: pairs.map(([node]) => node), owners: pairs.map(([, owner]) => owner) }
  return { kind: 'profiles', nodes: owners, accountNodes: owners }
}
