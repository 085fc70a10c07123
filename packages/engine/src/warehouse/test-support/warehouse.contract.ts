import { render, sql } from '@muster/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWarehouse, type WarehouseLocation } from '../openWarehouse.ts'
import type { Warehouse } from '../warehouse.ts'
import { insertContract } from './insert.contract.ts'
import { laneContract } from './lane.contract.ts'
import { migrationContract } from './migration.contract.ts'
import { parameterContract } from './parameter.contract.ts'
import { projectionContract } from './projection.contract.ts'

/** Somewhere to run the same tests: an empty folder, or a server with an empty database. */
export interface WarehousePlace {
  readonly name: string
  readonly location: () => Promise<WarehouseLocation>
  /** Removes what was made, when the warehouse is closed. */
  readonly clear: () => Promise<void>
}

/** What a {@link Warehouse} promises, whichever adapter is behind it. */
export function warehouseContract(place: WarehousePlace): void {
  describe(`the warehouse, ${place.name}`, () => {
    let location: WarehouseLocation
    let warehouse: Warehouse
    const opened = (): Warehouse => warehouse
    beforeAll(async () => {
      location = await place.location()
      warehouse = await openWarehouse(location)
    })
    afterAll(async () => {
      await warehouse.close()
      await place.clear()
    })

    describe('values in statements', () => {
      parameterContract(opened)
    })
    describe('inserts', () => {
      insertContract(opened)
    })
    describe('copies in another order', () => {
      projectionContract(opened)
    })
    describe('lanes', () => {
      laneContract(opened)
    })
    describe('errors', () => {
      errorContract(opened)
    })
    describe('closing', () => {
      test('waits for what is under way, and refuses what comes later', async () => {
        const slow = warehouse.query<{ done: number }>(render(sql`SELECT 1 + sleep(0.3) AS done`))
        const closing = warehouse.close()
        const refusal = { name: 'WarehouseError', code: 'closed', transient: false }
        await expect(warehouse.query(render(sql`SELECT 1`))).rejects.toMatchObject(refusal)
        await expect(warehouse.insert('migrations', ['version'], [[1]])).rejects.toMatchObject(
          refusal,
        )
        await closing
        expect(await slow).toEqual([{ done: 1 }])
        await warehouse.close()
        warehouse = await openWarehouse(location)
      })
    })
    describe('writing through', () => {
      const waiting = async (): Promise<readonly unknown[]> =>
        warehouse.query(
          render(
            sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND engine_full LIKE '%fsync_after_insert = 1, fsync_part_directory = 1%' ORDER BY name`,
          ),
        )
      test.each([true, false])(
        'is remembered by what keeps messages and changes: %s',
        async (isOn) => {
          await warehouse.close()
          warehouse = await openWarehouse({ ...location, writeThrough: isOn })
          const names = [
            'account_links',
            'account_traits',
            'assignments',
            'changes',
            'list_entries',
            'messages',
            'traits',
          ]
          const expected = isOn ? names.map((name) => ({ name })) : []
          expect(await waiting()).toEqual(expected)
          await warehouse.insert('assignments', ['node'], [[1n]])
          await warehouse.close()
          warehouse = await openWarehouse(location)
          expect(await waiting()).toEqual(expected)
        },
      )
    })
    describe('migrations', () => {
      migrationContract({
        opened,
        reopen: async () => {
          await warehouse.close()
          warehouse = await openWarehouse(location)
        },
        tryToReopen: async () => {
          const again = await openWarehouse(location)
          await again.close()
        },
      })
    })
  })
}

function errorContract(opened: () => Warehouse): void {
  const refused = (code: string) => ({ name: 'WarehouseError', code, transient: false })

  test.each([
    ['syntax_error', sql`SELEC 1`],
    ['unknown_table', sql`SELECT 1 FROM nothing_here`],
    ['unknown_identifier', sql`SELECT nothing_here`],
  ])('%s is the code of what the engine calls so', async (code, statement) => {
    await expect(opened().query(render(statement))).rejects.toMatchObject(refused(code))
    await expect(opened().command(render(statement))).rejects.toMatchObject(refused(code))
  })

  test.each([1, 2, 3])(
    'an error after the first rows is an error, and no row of it is in a later answer, time %i',
    async () => {
      const statement = sql`SELECT throwIf(number = 500000) AS zero FROM numbers(1000000) SETTINGS max_block_size = 1000`
      await expect(opened().query(render(statement), 'refresh')).rejects.toMatchObject({
        code: 'function_throw_if_value_is_non_zero',
      })
      const next = opened().query(render(sql`SELECT 1 AS one`), 'refresh')
      expect(await next).toEqual([{ one: 1 }])
    },
  )

  test('too little memory may pass, so it is transient', async () => {
    const statement = sql`SELECT count() FROM (SELECT number FROM numbers(3000000) GROUP BY number) SETTINGS max_memory_usage = 1000000`
    await expect(opened().query(render(statement))).rejects.toMatchObject({
      code: 'memory_limit_exceeded',
      transient: true,
    })
  })

  test('after an error the lane goes on', async () => {
    await expect(opened().query(render(sql`SELEC 1`), 'refresh')).rejects.toThrow()
    expect(await opened().query(render(sql`SELECT 1 AS one`), 'refresh')).toEqual([{ one: 1 }])
  })
}
