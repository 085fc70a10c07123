import { render, sql, type Sql } from '@muster/core'
import { expect, test } from 'vitest'
import { ORDERED } from '../projections.ts'
import type { Warehouse } from '../warehouse.ts'

/** A copy of a table in another order has every row of it, whatever was done to the table since. */
export function projectionContract(opened: () => Warehouse): void {
  const command = (statement: Sql) => opened().command(render(statement))
  const rows = (of: Sql) => opened().query(render(sql`SELECT * FROM (${of}) ORDER BY ALL`))
  const expectSame = async (): Promise<void> => {
    const { messagesByTime, messagesById, traitsByTime } = ORDERED
    const pairs: readonly (readonly [Sql, Sql])[] = [
      [
        sql`SELECT ts, node, event FROM messages`,
        sql`SELECT ts, node, event FROM ${messagesByTime}`,
      ],
      [sql`SELECT message_id FROM messages`, sql`SELECT message_id FROM ${messagesById}`],
      [sql`SELECT ts, node, name FROM traits`, sql`SELECT ts, node, name FROM ${traitsByTime}`],
    ]
    for (const [table, copy] of pairs) expect(await rows(copy)).toEqual(await rows(table))
  }
  const insert = async (from: number): Promise<void> => {
    const numbers = Array.from({ length: 300 }, (_, i) => from + i)
    const event = numbers.map((n) => [n % 7, n * 10, `copy-${n}`, 'track', `E${n % 3}`, {}])
    const identify = numbers.map((n) => [n % 7, n, `trait-${n}`, 'identify', '', { plan: `s${n}` }])
    await opened().insert(
      'messages',
      ['node', 'ts', 'message_id', 'kind', 'event', 'traits'],
      [...event, ...identify],
    )
  }

  test('after inserts, merges, a new column that is written out, and deletions', async () => {
    await insert(0)
    await insert(1_000)
    await expectSame()
    await command(
      sql`ALTER TABLE messages ADD COLUMN IF NOT EXISTS p_contract String MATERIALIZED props['contract']`,
    )
    await command(sql`ALTER TABLE messages MATERIALIZE COLUMN p_contract`)
    await insert(2_000)
    await expectSame()
    await command(sql`OPTIMIZE TABLE messages FINAL`)
    await command(sql`OPTIMIZE TABLE traits FINAL`)
    await expectSame()
    await command(sql`ALTER TABLE messages DELETE WHERE node = 3`)
    await command(sql`ALTER TABLE traits DELETE WHERE node = 3`)
    await expectSame()
    expect(await rows(sql`SELECT message_id FROM ${ORDERED.messagesById}`)).not.toHaveLength(0)
    await command(sql`ALTER TABLE messages DELETE WHERE 1`)
    await command(sql`ALTER TABLE traits DELETE WHERE 1`)
    await command(sql`ALTER TABLE messages DROP COLUMN p_contract`)
    await expectSame()
  })
}
