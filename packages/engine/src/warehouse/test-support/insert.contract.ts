import { render, sql } from '@muster/core'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { WarehouseError, type Warehouse } from '../warehouse.ts'

const COLUMNS = ['id', 'text', 'props', 'traits', 'list']

/** Rows stand whole or not at all, and come back with every digit. */
export function insertContract(opened: () => Warehouse): void {
  beforeAll(async () => {
    await opened().command(
      render(
        sql`CREATE TABLE contract_rows (id UInt64, text String, props JSON, traits Map(String, String), list Array(Int64)) ENGINE = MergeTree ORDER BY id`,
      ),
    )
    // Parts are counted, so none may be merged meanwhile.
    await opened().command(render(sql`SYSTEM STOP MERGES contract_rows`))
  })
  beforeEach(() => opened().command(render(sql`TRUNCATE TABLE contract_rows`)))

  const stored = (): Promise<readonly unknown[]> =>
    opened().query(render(sql`SELECT id, text, props, traits, list FROM contract_rows ORDER BY id`))
  const count = async (): Promise<unknown> =>
    (await opened().query<{ n: string }>(render(sql`SELECT count() AS n FROM contract_rows`)))[0]?.n

  test('a bigint, text, an object, a map and an array', async () => {
    const awkward = 'a\'\\"\n\t\0\u{1f600}'
    await opened().insert('contract_rows', COLUMNS, [
      [
        2n ** 64n - 1n,
        awkward,
        { total: 's1', nested: 'i5' },
        { [awkward]: awkward },
        ['1', String(-(2n ** 63n))],
      ],
      [0n, '', {}, {}, []],
    ])
    expect(await stored()).toEqual([
      { id: '0', text: '', props: {}, traits: {}, list: [] },
      {
        id: '18446744073709551615',
        text: awkward,
        props: { total: 's1', nested: 'i5' },
        traits: { [awkward]: awkward },
        list: ['1', '-9223372036854775808'],
      },
    ])
  })

  test('rows may come from a generator, and none is no statement', async () => {
    await opened().insert('contract_rows', ['id'], [])
    await opened().insert('no_such_table', ['id'], [])
    function* rows(): Generator<readonly unknown[]> {
      for (let i = 0; i < 3; i++) yield [i]
    }
    await opened().insert('contract_rows', ['id'], rows())
    expect(await count()).toBe('3')
  })

  test('20,000 rows are one part', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [i, 'text '.repeat(10)])
    await opened().insert('contract_rows', ['id', 'text'], rows)
    const parts = sql`SELECT count() AS parts, sum(rows) AS rows FROM system.parts WHERE table = 'contract_rows' AND database = currentDatabase() AND active`
    expect(await opened().query(render(parts))).toEqual([{ parts: '1', rows: '20000' }])
  })

  test.each([0, 4_999, 9_999])('one bad row, number %i, refuses all', async (bad) => {
    const rows = Array.from({ length: 10_000 }, (_, i) => [i === bad ? 'no number' : i])
    const error = await opened()
      .insert('contract_rows', ['id'], rows)
      .catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(WarehouseError)
    expect(error).toMatchObject({ transient: false })
    expect(await count()).toBe('0')
  })

  test('into what is not there is refused by its name', async () => {
    await expect(opened().insert('no_such_table', ['id'], [[1]])).rejects.toMatchObject({
      code: 'unknown_table',
      transient: false,
    })
    await expect(opened().insert('contract_rows', ['no_such'], [[1]])).rejects.toMatchObject({
      code: 'no_such_column_in_table',
    })
  })

  test('what an insert resolved is there for every lane', async () => {
    for (let i = 0; i < 10; i++) {
      await opened().insert('contract_rows', ['id'], [[i]])
      for (const lane of ['read', 'refresh', 'backfill'] as const) {
        const statement = render(sql`SELECT count() AS n FROM contract_rows`)
        expect(await opened().query(statement, lane)).toEqual([{ n: String(i + 1) }])
      }
    }
  })
}
