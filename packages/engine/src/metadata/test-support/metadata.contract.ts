import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Metadata } from '../metadata.ts'
import { migrate } from '../migrate.ts'
import { migrations } from '../migrations/migrations.ts'
import type { Place } from './places.ts'

/** What `Metadata` promises, whichever adapter is behind it. */
export function metadataContract(place: Place): void {
  describe.skipIf(place.skip !== undefined)(`${place.name}${skipNote(place)}`, () => {
    let metadata: Metadata
    beforeAll(async () => {
      metadata = await place.open()
    })
    afterAll(async () => {
      await metadata.close()
      await place.clear()
    })

    test('answers a ping', async () => {
      await expect(metadata.ping()).resolves.toBeUndefined()
    })

    test('64-bit integers are read as bigint, whatever their size', async () => {
      const { rows } =
        await sql`select 1::bigint as small, 9007199254740993::bigint as large`.execute(metadata.db)
      expect(rows).toEqual([{ small: 1n, large: 9007199254740993n }])
    })

    test('JSON keeps every digit, and arrays and scalars at its top', async () => {
      for (const text of ['{"n":9007199254740993}', '[1,"a"]', '"text"', '5', 'true']) {
        const { rows } = await sql<{ read: unknown }>`select ${text}::jsonb as read`.execute(
          metadata.db,
        )
        expect(rows[0]?.read).toEqual(
          text.startsWith('{') ? { n: 9007199254740993n } : JSON.parse(text),
        )
      }
    })

    test('text arrays and all of Unicode but NUL go in and come out', async () => {
      const texts = ['', 'a"b', '{x,y}', '\\', 'ö', '\u{1f600}', '\u0001', 'null']
      const { rows } = await sql<{ read: unknown }>`select ${texts}::text[] as read`.execute(
        metadata.db,
      )
      expect(rows[0]?.read).toEqual(texts)
    })

    test('NUL in text is refused', async () => {
      await expect(sql`select ${'a\0b'}::text`.execute(metadata.db)).rejects.toThrow(/0x00/)
    })

    test('rows given as columns are spread with unnest', async () => {
      const { rows } =
        await sql`select * from unnest(${['a', 'b']}::text[], ${[1n, 2n ** 62n]}::bigint[]) as given (name, number)`.execute(
          metadata.db,
        )
      expect(rows).toEqual([
        { name: 'a', number: 1n },
        { name: 'b', number: 2n ** 62n },
      ])
    })

    test('a transaction that rejects leaves nothing behind, and the store goes on', async () => {
      const failed = metadata.transaction(async (tx) => {
        await tx.insertInto('watermarks').values({ name: 'lost', value: 1n }).execute()
        throw new Error('on purpose')
      })
      await expect(failed).rejects.toThrow('on purpose')
      expect(await names(metadata)).not.toContain('lost')
    })

    test('a statement that fails ends its transaction, and the store goes on', async () => {
      const failed = metadata.transaction(async (tx) => {
        await tx.insertInto('watermarks').values({ name: 'half', value: 1n }).execute()
        await sql`select 1 / 0`.execute(tx)
      })
      await expect(failed).rejects.toThrow(/division by zero/)
      expect(await names(metadata)).not.toContain('half')
    })

    test('a statement outside never sees or joins an open transaction', async () => {
      let outside: Promise<readonly string[]> | undefined
      await metadata.transaction(async (tx) => {
        await tx.insertInto('watermarks').values({ name: 'inside', value: 1n }).execute()
        outside = names(metadata)
        if (!metadata.exclusive) expect(await outside).not.toContain('inside')
        await tx.deleteFrom('watermarks').where('name', '=', 'inside').execute()
      })
      expect(await outside).not.toContain('inside')
    })

    test('many transactions at once do not lose an update', async () => {
      await metadata.db.insertInto('watermarks').values({ name: 'counter', value: 0n }).execute()
      await Promise.all(
        Array.from({ length: 20 }, () =>
          metadata.transaction(async (tx) => {
            const { value } = await tx
              .selectFrom('watermarks')
              .select('value')
              .where('name', '=', 'counter')
              .forUpdate()
              .executeTakeFirstOrThrow()
            await tx
              .updateTable('watermarks')
              .set({ value: value + 1n })
              .where('name', '=', 'counter')
              .execute()
          }),
        ),
      )
      const row = await metadata.db
        .selectFrom('watermarks')
        .select('value')
        .where('name', '=', 'counter')
        .executeTakeFirstOrThrow()
      expect(row.value).toBe(20n)
    })

    const newest = migrations.at(-1)?.version ?? 0

    test('migrations have been applied once each, and again does nothing', async () => {
      await migrate(metadata.db, undefined)
      const applied = await metadata.db
        .selectFrom('migrations')
        .select('version')
        .orderBy('version')
        .execute()
      expect(applied.map(({ version }) => version)).toEqual(
        migrations.map(({ version }) => version),
      )
    })

    test('a migration that fails leaves everything as it was', async () => {
      const broken = {
        version: newest + 1,
        name: 'broken',
        statements: ['create table half ()', 'nonsense'],
      }
      await expect(migrate(metadata.db, undefined, [...migrations, broken])).rejects.toThrow(
        /syntax/,
      )
      await expect(sql`select 1 from half`.execute(metadata.db)).rejects.toThrow(/half/)
    })

    test('a store that a newer version has used is refused with a next step', async () => {
      const older = migrations.slice(0, -1)
      await expect(migrate(metadata.db, undefined, older)).rejects.toMatchObject({
        code: 'schema_too_new',
        at: ['migrations', newest],
      })
    })
  })
}

export function skipNote({ skip }: Place): string {
  return skip === undefined ? '' : ` (skipped: ${skip})`
}

async function names(metadata: Metadata): Promise<readonly string[]> {
  const rows = await metadata.db.selectFrom('watermarks').select('name').execute()
  return rows.map(({ name }) => name)
}
