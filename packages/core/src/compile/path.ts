import { parsePath, type PathStep } from '../value/parsePath.ts'
import type { Names } from './names.ts'
import { bind } from './bind.ts'
import { columnKey } from './columnKey.ts'
import { identifier, sql, string, type Sql } from './sql.ts'
import { elementJsons, fromJson, memberJson, toContainerJson } from './tagged.ts'

/** Where a path starts: in one event's properties, or in a JSON object at hand (its context, or one element of an array). */
export type Root =
  | { readonly kind: 'properties'; readonly promoted: ReadonlySet<string> }
  | { readonly kind: 'json'; readonly json: Sql }
  | { readonly kind: 'trait'; readonly value: (name: string) => Sql }

/** A path leads to one tagged value, or, behind `[]`, to an array of tagged values of which the missing ones are left out. */
export type Reached =
  { readonly kind: 'one'; readonly value: Sql } | { readonly kind: 'many'; readonly values: Sql }

/** The name of the column that holds a promoted property. */
export const promotedColumn = (key: string): string => `p_${columnKey(key)}`

/** The tagged text of a top-level property of a message, '' when it has none. */
export const propertyColumn = (key: string, promoted: ReadonlySet<string>): Sql =>
  promoted.has(key) ? identifier(promotedColumn(key)) : sql`props[${string(key)}]`

/** The top-level value under a key, tagged. */
function top(root: Root, key: string, names: Names): Sql {
  switch (root.kind) {
    case 'properties':
      return propertyColumn(key, root.promoted)
    case 'json':
      return fromJson(memberJson(root.json, key, names), names)
    case 'trait':
      return root.value(key)
  }
}

/** Follows a path from its root: a key with exactly that name wins if it has a value, else dots walk into objects. */
export function reach(root: Root, path: string, names: Names): Reached {
  const exact = top(root, path, names)
  const [first, ...rest] = parsePath(path)
  if (first === undefined || (rest.length === 0 && first.each === 0))
    return { kind: 'one', value: exact }
  const start = toContainerJson(top(root, first.key, names), names)
  const walked = walk(start, [{ key: undefined, each: first.each }, ...rest], names)
  if (walked.kind === 'one') {
    const value = fromJson(walked.json, names)
    return { kind: 'one', value: bind(exact, names, (v) => sql`if(${v} != '', ${v}, ${value})`) }
  }
  const x = identifier(names.fresh())
  const found = sql`arrayFilter(${x} -> ${x} != '', arrayMap(${x} -> ${fromJson(x, names)}, ${walked.jsons}))`
  return { kind: 'many', values: bind(exact, names, (v) => sql`if(${v} != '', [${v}], ${found})`) }
}

type Walked =
  { readonly kind: 'one'; readonly json: Sql } | { readonly kind: 'many'; readonly jsons: Sql }
type Step = Omit<PathStep, 'key'> & { readonly key: string | undefined }

function walk(start: Sql, steps: readonly Step[], names: Names): Walked {
  let at: Walked = { kind: 'one', json: start }
  for (const { key, each } of steps) {
    if (key !== undefined) at = into(at, key, names)
    for (let i = 0; i < each; i++) at = over(at, names)
  }
  return at
}

function into(at: Walked, key: string, names: Names): Walked {
  if (at.kind === 'one') return { kind: 'one', json: memberJson(at.json, key, names) }
  const x = identifier(names.fresh())
  return { kind: 'many', jsons: sql`arrayMap(${x} -> ${memberJson(x, key, names)}, ${at.jsons})` }
}

function over(at: Walked, names: Names): Walked {
  if (at.kind === 'one') return { kind: 'many', jsons: elementJsons(at.json, names) }
  const x = identifier(names.fresh())
  return {
    kind: 'many',
    jsons: sql`arrayFlatten(arrayMap(${x} -> ${elementJsons(x, names)}, ${at.jsons}))`,
  }
}
