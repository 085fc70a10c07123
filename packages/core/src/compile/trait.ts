import type { TraitChangeCondition, TraitCondition } from '../audience/definition.ts'
import { parsePath } from '../value/parsePath.ts'
import { durationOf } from '../time/checked.ts'
import { startOf, traitAt, type Entity } from './entity.ts'
import { reach, type Reached, type Root } from './path.ts'
import { reachedSatisfies } from './predicate.ts'
import { boundsOf } from './window.ts'
import { and, identifier, int64, sql, string, strings, type Sql } from './sql.ts'
import { distinctKey } from './tagged.ts'

export function traitHolds(condition: TraitCondition, entity: Entity): Sql {
  if (condition.for === undefined)
    return reachedSatisfies(traitAt(entity, condition.trait), condition.is, entity.context)
  const since = int64(entity.context.at - durationOf(condition.for))
  const { history, valueIn } = historyOf(condition.trait, entity)
  const x = identifier(entity.context.names.fresh())
  const holds = reachedSatisfies(valueIn(x), condition.is, entity.context)
  const y = identifier(entity.context.names.fresh())
  // What stood at T - d, and everything that came after it.
  const before = sql`arrayCount(${y} -> ${y}.1 <= ${since}, ${history})`
  return sql`(${before} > 0 AND arrayAll(${x} -> ${holds}, arraySlice(${history}, greatest(${before}, 1))))`
}

/** True when the value changed, at one instant in the window, from one that satisfies `from` to one that satisfies `to`. */
export function traitChanged(condition: TraitChangeCondition, entity: Entity): Sql {
  const { from, to } = condition.changed
  const { history, valueIn } = historyOf(condition.trait, entity)
  const [before, after] = [
    identifier(entity.context.names.fresh()),
    identifier(entity.context.names.fresh()),
  ]
  const [old, now] = [valueIn(before), valueIn(after)]
  const tests = [
    sql`${contentOf(old)} != ${contentOf(now)}`,
    ...(from === undefined ? [] : [reachedSatisfies(old, from, entity.context)]),
    ...(to === undefined ? [] : [reachedSatisfies(now, to, entity.context)]),
    atInstant(sql`${after}.1`, condition, entity),
  ]
  // Before the first value there was none.
  return sql`arrayExists((${before}, ${after}) -> ${and(tests)}, arrayShiftRight(${history}, 1, (toInt64(0), '', '')), ${history})`
}

const contentOf = (reached: Reached): Sql =>
  reached.kind === 'one' ? distinctKey(reached.value) : sql`toString(${reached.values})`

/** True for an instant in the window; here the traits are at hand, so a `since` window needs no join. */
function atInstant(instant: Sql, { window }: TraitChangeCondition, entity: Entity): Sql {
  if (window === undefined) return sql`1`
  if ('since' in window) {
    const start = startOf(traitAt(entity, window.since.trait))
    return sql`ifNull(${start} <= ${int64(entity.context.at)} AND ${instant} >= ${start}, 0)`
  }
  const { from, to } = boundsOf(window, entity.context.at, entity.context.zone)
  return and([
    ...(from === undefined ? [] : [sql`${instant} >= ${int64(from)}`]),
    ...(to === undefined ? [] : [sql`${instant} < ${int64(to)}`]),
  ])
}

/**
 * The history of a trait by its path up to T: an array of (instant, exact value, walked value), oldest first, one entry an instant. A
 * dotted path depends on two traits, the one with exactly that name and the one that it walks into; each is carried along.
 */
function historyOf(
  path: string,
  entity: Entity,
): { readonly history: Sql; readonly valueIn: (entry: Sql) => Reached } {
  const { names } = entity.context
  const [first] = parsePath(path)
  const walked = first === undefined || first.key === path ? undefined : first.key
  const wanted = walked === undefined ? [path] : [path, walked]
  for (const name of wanted) entity.wanted.traitNames.add(name)
  const history = entity.traits.column(`history ${path}`, () => {
    const rows = sql`arraySort(groupUniqArrayIf((ts, message_id, name = ${string(path)}, value), name IN ${strings(wanted)}))`
    const carried = (exact: 0 | 1): Sql => {
      const [x, y] = [identifier(names.fresh()), identifier(names.fresh())]
      const isOurs = exact === 1 ? sql`${x}.3 = 1` : sql`${x}.3 = 0`
      const own = exact === 1 ? sql`${y}.3 = 1` : sql`${y}.3 = 0`
      return sql`arrayMap(${y} -> if(${own}, ${y}.4, ''), arrayFill(${x} -> ${isOurs}, ${rows}))`
    }
    const [a, b, c, d] = [0, 1, 2, 3].map(() => identifier(names.fresh())) as [Sql, Sql, Sql, Sql]
    const entries = sql`arrayMap((${a}, ${b}, ${c}) -> (${a}.1, ${b}, ${c}), ${rows}, ${carried(1)}, ${carried(0)})`
    // Of several entries at one instant only the last ever held.
    const [n, e] = [identifier(names.fresh()), identifier(names.fresh())]
    return sql`arrayFilter((${e}, ${n}) -> ${e}.1 != ${n}, ${entries}, arrayShiftLeft(arrayMap(${d} -> ${d}.1, ${entries}), 1, toInt64(9223372036854775807)))`
  })
  const rootOf = (entry: Sql): Root => ({
    kind: 'trait',
    value: (name) => (name === path ? sql`${entry}.2` : sql`${entry}.3`),
  })
  return { history, valueIn: (entry) => reach(rootOf(entry), path, names) }
}
