import { render, sql } from '@muster/core'
import { expect, test } from 'vitest'
import type { Lane, Warehouse } from '../warehouse.ts'

/** Longer than any quick statement takes, in milliseconds, on a machine that is busy with other tests. */
const LONG = 2_500

/** A statement of one lane never waits for those of another. */
export function laneContract(opened: () => Warehouse): void {
  const slow = (lane: Lane): Promise<unknown> =>
    opened().query(render(sql`SELECT sleep(2.5)`), lane)

  test('slow reads and a slow backfill hold up neither a write nor a tick', async () => {
    await opened().command(
      render(sql`CREATE TABLE contract_lanes (id UInt64) ENGINE = MergeTree ORDER BY id`),
    )
    const started = performance.now()
    const slowOnes = Promise.all([slow('read'), slow('read'), slow('read'), slow('backfill')])
    await opened().insert('contract_lanes', ['id'], [[1]])
    await opened().command(render(sql`SELECT 1`), 'write')
    expect(await opened().query(render(sql`SELECT id FROM contract_lanes`), 'refresh')).toEqual([
      { id: '1' },
    ])
    expect(performance.now() - started).toBeLessThan(LONG)
    await slowOnes
  })

  test('statements of every lane at once get their own answers', async () => {
    const lanes: readonly Lane[] = ['write', 'refresh', 'backfill', 'read']
    const asked = Array.from({ length: 80 }, (_, i) => i)
    const answers = await Promise.all(
      asked.map((i) =>
        opened().query<{ n: string }>(
          render(sql`SELECT ${{ type: 'UInt64', value: i }} AS n`),
          lanes[i % lanes.length] ?? 'read',
        ),
      ),
    )
    expect(answers).toEqual(asked.map((i) => [{ n: String(i) }]))
  })
}
