import type { TraitExpression } from '../audience/computedTrait.ts'
import type { Condition, Window } from '../audience/definition.ts'
import { createComputedColumns, type ComputedColumns } from './computedColumns.ts'
import type { CompileContext } from './context.ts'
import { createFacts, type Facts } from './facts.ts'
import { reach, type Reached, type Root } from './path.ts'
import { instantOf } from './instant.ts'
import type { EventRead } from './reads.ts'
import { rowOrder } from './rowOrder.ts'
import { int64, sql, string, type Sql } from './sql.ts'
import { boundsOf } from './window.ts'

/**
 * What a definition is evaluated for: a profile, or, inside an account condition, an account. Its facts are collected here while
 * conditions compile, and then computed by one scan of each table.
 */
export interface Entity {
  readonly kind: 'profile' | 'account'
  readonly context: CompileContext
  /** Aggregates over the entity's messages. */
  readonly events: Facts
  /** Aggregates over its trait rows. */
  readonly traits: Facts
  /** Instants that `since` windows begin at, needed while messages are scanned: facts of an entity of their own. */
  readonly since: { readonly facts: Facts; readonly entity: Entity } | undefined
  readonly identifiers: Facts
  readonly lists: Facts
  readonly accounts: AccountConditions | undefined
  /** The computed traits of a profile, over the facts above. */
  readonly computed: ComputedColumns
  readonly compute: Compute
  readonly wanted: Wanted
}

/** Compiles what a computed trait comes to. */
export type Compute = (expression: TraitExpression, entity: Entity) => Sql

/** The conditions on accounts, compiled when the profile's own conditions have been; absent inside an account. */
export interface AccountConditions {
  readonly facts: Facts
  readonly conditions: Map<string, Condition>
}

/** What conditions look for, so that a scan reads nothing else; `everyMessage` for when a profile was seen at all. */
export interface Wanted {
  readonly events: EventRead[]
  readonly traitNames: Set<string>
  readonly lists: Set<string>
  everyMessage: boolean
}

export function createEntity(
  kind: Entity['kind'],
  context: CompileContext,
  compute: Compute,
  level: 'outer' | 'since' = 'outer',
): Entity {
  return {
    kind,
    context,
    events: createFacts('e'),
    traits: createFacts('t'),
    since:
      level === 'since'
        ? undefined
        : { facts: createFacts('s'), entity: createEntity(kind, context, compute, 'since') },
    identifiers: createFacts('i'),
    lists: createFacts('l'),
    accounts:
      kind === 'account' || level === 'since'
        ? undefined
        : { facts: createFacts('c'), conditions: new Map() },
    computed: createComputedColumns(),
    compute,
    wanted: { events: [], traitNames: new Set(), lists: new Set(), everyMessage: false },
  }
}

/** The value of a trait at T by its path. */
export function traitAt(entity: Entity, path: string): Reached {
  const exact = computedTrait(entity, path)
  if (exact !== undefined) return { kind: 'one', value: exact }
  const root: Root = { kind: 'trait', value: (name) => topTrait(entity, name) }
  return reach(root, path, entity.context.names)
}

function computedTrait(entity: Entity, name: string): Sql | undefined {
  const expression = entity.kind === 'profile' ? entity.context.computedTrait(name) : undefined
  return expression === undefined
    ? undefined
    : entity.computed.column(name, () => entity.compute(expression, entity))
}

function topTrait(entity: Entity, name: string): Sql {
  const known =
    computedTrait(entity, name) ??
    (entity.kind === 'profile' ? traitOfProfile(entity, name) : undefined)
  if (known !== undefined) return known
  entity.wanted.traitNames.add(name)
  return entity.traits.column(
    `at ${name}`,
    () => sql`argMaxIf(value, ${rowOrder}, name = ${string(name)})`,
  )
}

/** Traits that the engine knows by itself; they win over a sent trait of the same name. */
function traitOfProfile(entity: Entity, name: string): Sql | undefined {
  switch (name) {
    case 'profile.firstSeenAt':
      entity.wanted.everyMessage = true
      return entity.events.column('first seen', () => instantText(sql`min(ts)`))
    case 'profile.lastSeenAt':
      entity.wanted.everyMessage = true
      return entity.events.column('last seen', () => instantText(sql`max(ts)`))
    case 'profile.isKnown':
      return entity.identifiers.column(
        'known',
        () => sql`if(countIf(kind IN ('user_id', 'email', 'phone')) > 0, 'b1', 'b0')`,
      )
    default:
      return undefined
  }
}

const instantText = (milliseconds: Sql): Sql =>
  sql`concat('s', replaceOne(toString(fromUnixTimestamp64Milli(${milliseconds}, 'UTC')), ' ', 'T'), 'Z')`

/** True for a message whose timestamp lies in the window; without one, always. */
export function inWindow(window: Window | undefined, entity: Entity): Sql {
  if (window === undefined) return sql`1`
  if ('since' in window) {
    const start = sinceInstant(entity, window.since.trait)
    return sql`ifNull(${start} <= ${int64(entity.context.at)} AND ts >= ${start}, 0)`
  }
  const { from, to } = boundsOf(window, entity.context.at, entity.context.zone)
  if (from === undefined) return to === undefined ? sql`1` : sql`ts < ${int64(to)}`
  return to === undefined
    ? sql`ts >= ${int64(from)}`
    : sql`(ts >= ${int64(from)} AND ts < ${int64(to)})`
}

/** The instant that a trait spells, as a column to be joined to each message. */
function sinceInstant(entity: Entity, path: string): Sql {
  if (entity.since === undefined) throw new Error('a start of a window needs no window')
  const { facts, entity: inner } = entity.since
  return facts.column(path, () => startOf(traitAt(inner, path)))
}

/** The instant that a `since` window begins at; NULL, so that it is empty, when the trait spells none. */
export const startOf = (reached: Reached): Sql =>
  reached.kind === 'one' ? instantOf(reached.value) : sql`CAST(NULL AS Nullable(Int64))`
