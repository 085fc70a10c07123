import type { Condition, Definition } from '../audience/definition.ts'
import type { TraitExpression } from '../audience/computedTrait.ts'
import { traitValue } from './computedTrait.ts'
import { holds } from './condition.ts'
import type { CompileContext } from './context.ts'
import { createEntity, traitAt, type Entity } from './entity.ts'
import { selects } from './filter.ts'
import { and, identifier, int64, join, or, sql, strings, uint64s, type Sql } from './sql.ts'

/** Whose membership is asked for: everyone's, or that of the profiles who own the given nodes. */
export type Scope =
  | { readonly kind: 'everyone' }
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

/**
 * One select with a row for every profile in scope: `profile`, and `m0`, `m1`, ... = 1 where it is a member at T of the definition at
 * that place. Facts that several definitions need are computed once.
 */
export const membershipQuery = (
  definitions: readonly Definition[],
  scope: Scope,
  context: CompileContext,
): Sql =>
  profileQuery(
    (entity) =>
      definitions.map(
        (definition, i) => sql`toUInt8(${holds(definition, entity)}) AS ${identifier(`m${i}`)}`,
      ),
    scope,
    context,
  )

/**
 * One select with a row for every profile in scope: `profile`, and `v0`, `v1`, ... the values at T of the traits at these paths, tagged; ''
 * where there is none. Behind `[]` it is the first value that is there.
 */
export const traitsQuery = (paths: readonly string[], scope: Scope, context: CompileContext): Sql =>
  profileQuery(
    (entity) =>
      paths.map((path, i) => {
        const reached = traitAt(entity, path)
        const value = reached.kind === 'one' ? reached.value : sql`${reached.values}[1]`
        return sql`${value} AS ${identifier(`v${i}`)}`
      }),
    scope,
    context,
  )

/** A row for every profile in scope with `profile` and the named columns, which may use any fact of the entity that they ask for. */
function profileQuery(
  columnsOf: (entity: Entity) => readonly Sql[],
  scope: Scope,
  context: CompileContext,
): Sql {
  const entity = createEntity('profile', context, compute)
  const columns = columnsOf(entity)
  const joined = [
    ...factTables(entity, scope, undefined),
    ...(entity.lists.isEmpty() ? [] : [listFacts(entity, scope)]),
    ...(entity.accounts === undefined || entity.accounts.facts.isEmpty()
      ? []
      : [accountFacts(entity, scope)]),
  ]
  const from = withComputed(entity, baseTable(entity, scope), leftJoins(joined, 'profile'))
  return sql`SELECT ${join([sql`profile`, ...columns], ', ')} FROM ${from}`
}

const compute = (expression: TraitExpression, entity: Entity): Sql =>
  traitValue(expression, entity, (condition) => holds(condition, entity))

/** What stands behind FROM: the base with all that is joined to it, and with the computed traits that were asked for. */
function withComputed(entity: Entity, base: Sql, joins: Sql): Sql {
  const facts = sql`(${base}) AS base ${joins}`
  return entity.computed.isEmpty()
    ? facts
    : sql`(${entity.computed.over(sql`SELECT * FROM ${facts}`)}) AS computed`
}

const leftJoins = (tables: readonly Sql[], key: 'profile' | 'account_id'): Sql =>
  join(
    tables.map(
      (table, i) =>
        sql`LEFT ANY JOIN (${table}) AS ${identifier(`joined${i}`)} USING (${identifier(key)})`,
    ),
    ' ',
  )

/** Every profile in scope, with what is counted over its identifiers. */
function baseTable(entity: Entity, scope: Scope): Sql {
  const selected = join(
    [sql`profile`, ...(entity.identifiers.isEmpty() ? [] : [entity.identifiers.selected()])],
    ', ',
  )
  return sql`SELECT ${selected} FROM (${currentOwners(scopeNodes(scope, 'profile'))}) GROUP BY profile`
}

/** A row for each node with its `kind`, and its `profile` by the latest word, which the table's own order finds first. */
const currentOwners = (owners: NodeOwners | undefined): Sql =>
  sql`SELECT node, kind, profile FROM assignments ${nodeFilter(owners, 'WHERE')} ORDER BY node, version DESC LIMIT 1 BY node`

const scopeNodes = (scope: Scope, kind: Entity['kind']): NodeOwners | undefined =>
  scope.kind === 'everyone' ? undefined : kind === 'profile' ? scope.nodes : scope.accountNodes

const nodeFilter = (owners: NodeOwners | undefined, keyword: 'WHERE' | 'AND'): Sql => {
  if (owners === undefined) return sql``
  return keyword === 'WHERE'
    ? sql`WHERE node IN ${uint64s(owners.nodes)}`
    : sql`AND node IN ${uint64s(owners.nodes)}`
}

/** For a scan of everybody's rows: an expression for the profile that a row's `node` belongs to, and the join that it needs in `from`. */
export const ownerOfNode = (): { readonly owner: Sql; readonly from: Sql } => ownership(undefined)

/** How a scan finds the profile of a row's node: a join that only moved nodes need, or a short list given with the question. */
function ownership(owners: NodeOwners | undefined): { readonly owner: Sql; readonly from: Sql } {
  if (owners !== undefined) {
    return {
      owner: sql`transform(node, ${uint64s(owners.nodes)}, ${uint64s(owners.owners)}, toUInt64(0))`,
      from: sql``,
    }
  }
  const moved = sql`SELECT node AS moved_node, profile AS moved_to FROM (${currentOwners(undefined)}) WHERE profile != node`
  return {
    owner: sql`if(moved_to = 0, node, moved_to)`,
    from: sql`LEFT ANY JOIN (${moved}) AS moved ON node = moved_node`,
  }
}

/** The selects that compute an entity's facts from its messages and traits, each with the entity's key as its first column. */
function factTables(entity: Entity, scope: Scope, links: Sql | undefined): readonly Sql[] {
  return [
    ...(entity.events.isEmpty() ? [] : [eventFacts(entity, scope, links)]),
    ...(entity.traits.isEmpty() ? [] : [traitFacts(entity, scope, links)]),
  ]
}

function eventFacts(entity: Entity, scope: Scope, links: Sql | undefined): Sql {
  const owners = scopeNodes(scope, entity.kind)
  const { owner, from } = ownership(owners)
  const { selectors, everyMessage } = entity.wanted
  const wanted =
    everyMessage || selectors.includes('*')
      ? sql`1`
      : or([...new Map(selectors.map((s) => [JSON.stringify(s), s])).values()].map(selects))
  const since = sinceTable(entity, scope, links)
  const key = keyOf(entity, owner)
  return sql`SELECT ${key} AS ${keyName(entity)}, ${entity.events.selected()} FROM messages ${from} ${linkJoin(entity, links, owner)} ${since === undefined ? sql`` : sql`LEFT ANY JOIN (${since}) AS since ON ${key} = since_key`} WHERE ts <= ${int64(entity.context.at)} AND ${wanted} ${nodeFilter(owners, 'AND')} GROUP BY ${keyName(entity)}`
}

function traitFacts(entity: Entity, scope: Scope, links: Sql | undefined): Sql {
  const names = strings([...entity.wanted.traitNames])
  const until = sql`ts <= ${int64(entity.context.at)} AND name IN ${names}`
  if (entity.kind === 'account') {
    return sql`SELECT account_id, ${entity.traits.selected()} FROM account_traits WHERE ${until} AND account_id IN (SELECT account_id FROM (${links ?? sql``})) GROUP BY account_id`
  }
  const owners = scopeNodes(scope, 'profile')
  const { owner, from } = ownership(owners)
  return sql`SELECT ${owner} AS profile, ${entity.traits.selected()} FROM traits ${from} WHERE ${until} ${nodeFilter(owners, 'AND')} GROUP BY profile`
}

/** The instants at which `since` windows begin, with the entity's key under a name that collides with nothing. */
function sinceTable(entity: Entity, scope: Scope, links: Sql | undefined): Sql | undefined {
  if (entity.since === undefined || entity.since.facts.isEmpty()) return undefined
  const { facts, entity: inner } = entity.since
  const base =
    entity.kind === 'account'
      ? sql`SELECT DISTINCT account_id FROM (${links ?? sql``})`
      : baseTable(inner, scope)
  const joins = leftJoins(
    factTables(inner, scope, links),
    entity.kind === 'account' ? 'account_id' : 'profile',
  )
  return sql`SELECT ${keyName(entity)} AS since_key, ${facts.selected()} FROM ${withComputed(inner, base, joins)}`
}

const keyName = (entity: Entity): Sql =>
  entity.kind === 'profile' ? sql`profile` : sql`account_id`
const keyOf = (entity: Entity, owner: Sql): Sql =>
  entity.kind === 'profile' ? owner : sql`account_id`

/** A profile's messages count for each of its accounts. */
const linkJoin = (entity: Entity, links: Sql | undefined, owner: Sql): Sql =>
  entity.kind === 'profile' || links === undefined
    ? sql``
    : sql`INNER JOIN (SELECT profile AS link_profile, account_id FROM (${links})) AS links ON ${owner} = link_profile`

function listFacts(entity: Entity, scope: Scope): Sql {
  const owners = scopeNodes(scope, 'profile')
  const { owner, from } = ownership(owners)
  const lists = strings([...entity.wanted.lists])
  const current = sql`SELECT list, node, argMax(present, version) AS present FROM list_entries WHERE list IN ${lists} ${nodeFilter(owners, 'AND')} GROUP BY list, node`
  return sql`SELECT ${owner} AS profile, ${entity.lists.selected()} FROM (${current}) AS entries ${from} GROUP BY profile`
}

/** Evaluates the conditions on accounts once for each account, and gives each profile what holds for some account of its own. */
function accountFacts(entity: Entity, scope: Scope): Sql {
  const account = createEntity('account', entity.context, compute)
  const conditions: readonly Condition[] = [...(entity.accounts?.conditions.values() ?? [])]
  const truths = conditions.map(
    (condition, i) => sql`toUInt8(${holds(condition, account)}) AS ${identifier(`h${i}`)}`,
  )
  const links = accountLinks(entity, scope)
  const tables = factTables(account, scope, links)
  const perAccount = sql`SELECT ${join([sql`account_id`, ...truths], ', ')} FROM (SELECT DISTINCT account_id FROM (${links})) AS base ${leftJoins(tables, 'account_id')}`
  const best = conditions.map((_, i) => sql`max(${identifier(`h${i}`)}) AS ${identifier(`c${i}`)}`)
  return sql`SELECT ${join([sql`profile`, ...best], ', ')} FROM (${links}) AS links INNER JOIN (${perAccount}) AS judged USING (account_id) GROUP BY profile`
}

/** Who belongs to which account at T: the latest word on each pair, a group call or a removal, decides. */
function accountLinks(entity: Entity, scope: Scope): Sql {
  const owners = scopeNodes(scope, 'account')
  const { owner, from } = ownership(owners)
  const test = and([sql`ts <= ${int64(entity.context.at)}`])
  return sql`SELECT ${owner} AS profile, account_id FROM account_links ${from} WHERE ${test} ${nodeFilter(owners, 'AND')} GROUP BY profile, account_id HAVING argMax(joined, (ts, message_id)) = 1`
}
