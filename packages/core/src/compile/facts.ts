import { identifier, join, sql, type Sql } from './sql.ts'

/**
 * The columns that one scan computes for each profile, each under a short name. The same question asked by many audiences is
 * computed once.
 */
export interface Facts {
  /** The column of this fact; computed by `make` if nobody has asked for `key` before. */
  readonly column: (key: string, make: () => Sql) => Sql
  /** `expression AS name, ...`, to stand in a select. */
  readonly selected: () => Sql
  readonly isEmpty: () => boolean
}

export function createFacts(prefix: 'e' | 't' | 's' | 'l' | 'c' | 'i'): Facts {
  const columns = new Map<string, { readonly name: Sql; readonly expression: Sql }>()
  return {
    column: (key, make) => {
      const known = columns.get(key)
      if (known !== undefined) return known.name
      // Made first: what it needs itself may take a name on the way.
      const expression = make()
      const name = identifier(`${prefix}${columns.size}`)
      columns.set(key, { name, expression })
      return name
    },
    selected: () =>
      join(
        [...columns.values()].map(({ name, expression }) => sql`${expression} AS ${name}`),
        ', ',
      ),
    isEmpty: () => columns.size === 0,
  }
}
