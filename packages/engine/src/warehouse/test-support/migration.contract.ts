import { render, sql } from '@muster/core'
import { expect, test } from 'vitest'
import type { Warehouse } from '../warehouse.ts'

interface Reopening {
  readonly opened: () => Warehouse
  readonly reopen: () => Promise<void>
  /** Opens the same warehouse from this process once more, and closes that again. */
  readonly tryToReopen: () => Promise<void>
}

/** A warehouse comes to its present form from wherever it stands, once. */
export function migrationContract({ opened, reopen, tryToReopen }: Reopening): void {
  const query = (statement: ReturnType<typeof sql>) => opened().query(render(statement))
  const command = (statement: ReturnType<typeof sql>) => opened().command(render(statement))
  const form = () =>
    query(
      sql`SELECT name, create_table_query FROM system.tables WHERE database = currentDatabase() AND name NOT LIKE 'contract%' ORDER BY name`,
    )
  const steps = () =>
    query(sql`SELECT version, statement FROM migrations ORDER BY version, statement`)

  test('a second open changes nothing and loses nothing', async () => {
    await opened().insert('list_entries', ['list', 'node'], [['kept', 7n]])
    const before = [await form(), await steps()]
    await reopen()
    expect([await form(), await steps()]).toEqual(before)
    expect(await query(sql`SELECT node FROM list_entries WHERE list = 'kept'`)).toEqual([
      { node: '7' },
    ])
  })

  test('a migration that was cut off goes on: before a statement, and between it and its note', async () => {
    const before = [await form(), await steps()]
    const last = sql`statement >= (SELECT max(statement) - 1 FROM migrations)`
    await command(sql`DROP TABLE catalogue`)
    await command(sql`ALTER TABLE migrations DELETE WHERE ${last}`)
    await reopen()
    expect([await form(), await steps()]).toEqual(before)
  })

  test('a warehouse of a newer Muster is refused and left alone', async () => {
    await opened().insert('migrations', ['version', 'statement'], [[999, 0]])
    const before = await form()
    await expect(tryToReopen()).rejects.toMatchObject({
      code: 'warehouse_is_newer',
      transient: false,
    })
    expect(await form()).toEqual(before)
    await command(sql`ALTER TABLE migrations DELETE WHERE version = 999`)
    await reopen()
  })

  test('a warehouse from before there were releases is refused and left alone', async () => {
    await command(sql`RENAME TABLE messages TO messages_aside`)
    await command(sql`CREATE TABLE messages (props JSON) ENGINE = MergeTree ORDER BY tuple()`)
    const before = await form()
    await expect(tryToReopen()).rejects.toMatchObject({
      code: 'warehouse_is_older',
      transient: false,
    })
    expect(await form()).toEqual(before)
    await command(sql`DROP TABLE messages`)
    await command(sql`RENAME TABLE messages_aside TO messages`)
    await reopen()
  })
}
