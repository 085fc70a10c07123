import { identifier, join, sql, type Sql } from './sql.ts'

/**
 * Computed traits as columns over an entity's facts: each is worked out once, however many conditions ask for it, and one that is made of others
 * stands a level above them, since a select can't read its own columns.
 */
export interface ComputedColumns {
  /** The column of this computed trait; made by `make`, which may ask for others, if nobody has asked for it before. */
  readonly column: (name: string, make: () => Sql) => Sql
  /** The select of the facts with all columns added to it, level by level. */
  readonly over: (facts: Sql) => Sql
  readonly isEmpty: () => boolean
}

export function createComputedColumns(): ComputedColumns {
  const columns = new Map<string, Column>()
  /** The highest level asked for while one column is made. */
  let highest = -1

  const made = (make: () => Sql): Column => {
    const before = highest
    highest = -1
    const expression = make()
    const column = { name: identifier(`d${columns.size}`), level: highest + 1, expression }
    highest = before
    return column
  }

  return {
    column: (name, make) => {
      const column = columns.get(name) ?? made(make)
      columns.set(name, column)
      highest = Math.max(highest, column.level)
      return column.name
    },
    over: (facts) => {
      const all = [...columns.values()]
      const levels = [...new Set(all.map(({ level }) => level))].sort((a, b) => a - b)
      return levels.reduce((below, wanted) => {
        const added = all
          .filter(({ level }) => level === wanted)
          .map(({ name, expression }) => sql`${expression} AS ${name}`)
        return sql`SELECT *, ${join(added, ', ')} FROM (${below})`
      }, facts)
    },
    isEmpty: () => columns.size === 0,
  }
}

interface Column {
  readonly name: Sql
  readonly level: number
  readonly expression: Sql
}
