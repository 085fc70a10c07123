import { sql, type Sql } from '@muster/core'

const projection = (table: Sql, name: Sql): Sql =>
  sql`mergeTreeProjection(currentDatabase(), ${table}, ${name})`

/**
 * Copies of tables in another order, to be read in the place of the table. The engine finds out by itself that one serves a question, but
 * goes through the table's own index as well: for 84 narrow ranges of timestamps among 20 million messages that takes 900 ms, and 40 ms
 * when the copy is named.
 */
export const ORDERED = {
  /** `ts`, `node`, `event`. */
  messagesByTime: projection(sql`messages`, sql`by_time`),
  /** `message_id`. */
  messagesById: projection(sql`messages`, sql`by_message`),
  /** `ts`, `node`, `name`. */
  traitsByTime: projection(sql`traits`, sql`by_time`),
}

/** A statement as a cluster understands it, whose tables are spread: each server finds the copy by itself. */
export const withoutProjections = (text: string): string =>
  text.replace(/mergeTreeProjection\(currentDatabase\(\), (\w+), \w+\)/g, '$1')
