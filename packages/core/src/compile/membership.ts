import type { Condition, Definition } from '../audience/definition.ts'
import type { TraitExpression } from '../audience/computedTrait.ts'
import { traitValue } from './computedTrait.ts'
import { holds } from './condition.ts'
import type { CompileContext } from './context.ts'
import { createEntity, traitAt, type Entity, type Wanted } from './entity.ts'
import { selects } from './filter.ts'
import { ownersOf, where, type Owners, type Scope } from './owners.ts'
import { widest } from './reads.ts'
import { and, identifier, int64, join, or, sql, strings, type Sql } from './sql.ts'

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
  return sql`SELECT ${selected} FROM (${ownersOf(scope, 'profile').current}) GROUP BY profile`
}

/** For a scan of everybody's rows: an expression for the profile that a row's `node` belongs to, and the join that it needs in `from`. */
export const ownerOfNode = (): Pick<Owners, 'owner' | 'from'> =>
  ownersOf({ kind: 'everyone' }, 'profile')

/** The selects that compute an entity's facts from its messages and traits, each with the entity's key as its first column. */
function factTables(entity: Entity, scope: Scope, links: Sql | undefined): readonly Sql[] {
  return [
    ...(entity.events.isEmpty() ? [] : [eventFacts(entity, scope, links)]),
    ...(entity.traits.isEmpty() ? [] : [traitFacts(entity, scope, links)]),
  ]
}

function eventFacts(entity: Entity, scope: Scope, links: Sql | undefined): Sql {
  const { owner, from, among } = ownersOf(scope, entity.kind)
  const since = sinceTable(entity, scope, links)
  const key = keyOf(entity, owner)
  return sql`SELECT ${key} AS ${keyName(entity)}, ${entity.events.selected()} FROM messages ${from} ${linkJoin(entity, links, owner)} ${since === undefined ? sql`` : sql`LEFT ANY JOIN (${since}) AS since ON ${key} = since_key`} ${where([until(entity), ...wantedEvents(entity.wanted), ...among])} GROUP BY ${keyName(entity)}`
}

/** None when every message is wanted. */
function wantedEvents({ events, everyMessage }: Wanted): readonly Sql[] {
  const tests = widest(events).map(({ selector, from }) => [
    ...(selector === '*' ? [] : [selects(selector)]),
    ...(from === undefined ? [] : [sql`ts >= ${int64(from)}`]),
  ])
  return everyMessage || tests.some((all) => all.length === 0) ? [] : [or(tests.map(and))]
}

function traitFacts(entity: Entity, scope: Scope, links: Sql | undefined): Sql {
  const names = strings([...entity.wanted.traitNames])
  const tests = [until(entity), sql`name IN ${names}`]
  if (entity.kind === 'account') {
    return sql`SELECT account_id, ${entity.traits.selected()} FROM account_traits ${where([...tests, sql`account_id IN (SELECT account_id FROM (${links ?? sql``}))`])} GROUP BY account_id`
  }
  const { owner, from, among } = ownersOf(scope, 'profile')
  return sql`SELECT ${owner} AS profile, ${entity.traits.selected()} FROM traits ${from} ${where([...tests, ...among])} GROUP BY profile`
}

const until = ({ context }: Entity): Sql => sql`ts <= ${int64(context.at)}`

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
  const { owner, from, among } = ownersOf(scope, 'profile')
  const lists = strings([...entity.wanted.lists])
  const current = sql`SELECT list, node, argMax(present, version) AS present FROM list_entries ${where([sql`list IN ${lists}`, ...among])} GROUP BY list, node`
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
  const { owner, from, among } = ownersOf(scope, 'account')
  return sql`SELECT ${owner} AS profile, account_id FROM account_links ${from} ${where([until(entity), ...among])} GROUP BY profile, account_id HAVING argMax(joined, (ts, message_id)) = 1`
}
