import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { render, sql } from '@muster/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLUSTER_SETTINGS, onCluster, onClusterOf } from './cluster.ts'
import { MIGRATIONS } from './migrate.ts'
import { openWarehouse } from './openWarehouse.ts'
import { ORDERED } from './projections.ts'
import type { Warehouse } from './warehouse.ts'

const plain = (text: string) => ({ text, params: {} })
const statements = MIGRATIONS.flat()

test('a table is replicated on every shard, and its name reads and writes all of them', () => {
  expect(
    onCluster('CREATE TABLE changes (seq UInt64) ENGINE = MergeTree ORDER BY seq', 'c'),
  ).toEqual([
    "CREATE TABLE changes_local ON CLUSTER 'c' (seq UInt64) ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}') ORDER BY seq",
    "CREATE TABLE changes ON CLUSTER 'c' AS changes_local ENGINE = Distributed('c', currentDatabase(), changes_local, profile)",
  ])
})

test('what an engine is told of versions stays', () => {
  const [here] = onCluster(
    'CREATE TABLE rejects (id String, v UInt64) ENGINE = ReplacingMergeTree(v) ORDER BY id',
    'c',
  )
  expect(here).toContain(
    "ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', v)",
  )
})

test('what is small is the same on every server', () => {
  expect(
    onCluster(
      'CREATE TABLE IF NOT EXISTS migrations (v UInt32) ENGINE = MergeTree ORDER BY v',
      'c',
    ),
  ).toEqual([
    "CREATE TABLE IF NOT EXISTS migrations ON CLUSTER 'c' (v UInt32) ENGINE = ReplicatedMergeTree('/clickhouse/tables/all/{database}/{table}', '{shard}-{replica}') ORDER BY v",
  ])
})

test('a view derives on each shard from what lies there', () => {
  expect(
    onCluster('CREATE MATERIALIZED VIEW v TO traits AS\nSELECT node FROM messages WHERE 1', 'c'),
  ).toEqual([
    "CREATE MATERIALIZED VIEW v ON CLUSTER 'c' TO traits_local AS SELECT node FROM messages_local WHERE 1",
  ])
})

test('a new column is added on the shards first, and rows are removed on the shards', () => {
  expect(onCluster('ALTER TABLE messages ADD COLUMN IF NOT EXISTS `p_x` String', 'c')).toEqual([
    "ALTER TABLE messages_local ON CLUSTER 'c' ADD COLUMN IF NOT EXISTS `p_x` String",
    "ALTER TABLE messages ON CLUSTER 'c' ADD COLUMN IF NOT EXISTS `p_x` String",
  ])
  expect(onCluster('ALTER TABLE backfill_results DELETE WHERE 1', 'c')).toEqual([
    "ALTER TABLE backfill_results_local ON CLUSTER 'c' DELETE WHERE 1",
  ])
})

test('a copy in another order is asked for by the name of its table, which knows it on every shard', async () => {
  const asked: string[] = []
  const told = {
    query: ({ text }: { readonly text: string }) => {
      asked.push(text)
      return Promise.resolve([])
    },
  }
  const spread = onClusterOf(told as unknown as Warehouse, 'c')
  await spread.query(render(sql`SELECT node, ts FROM ${ORDERED.messagesByTime} WHERE ts > 0`))
  await spread.query(render(sql`SELECT node FROM ${ORDERED.traitsByTime}`))
  expect(asked).toEqual(['SELECT node, ts FROM messages WHERE ts > 0', 'SELECT node FROM traits'])
})

test('what defines nothing is left alone, and what is not understood is refused', () => {
  expect(onCluster('INSERT INTO changes SELECT 1', 'c')).toEqual(['INSERT INTO changes SELECT 1'])
  expect(() => onCluster('CREATE DICTIONARY d', 'c')).toThrow(/can't be told/)
})

describe('as far as the embedded engine goes', () => {
  let folder: string
  let warehouse: Warehouse
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-cluster-'))
    warehouse = await openWarehouse({ folder })
  })
  afterAll(async () => {
    await warehouse.close()
    await rm(folder, { recursive: true })
  })

  test('every statement of the migrations is rendered, and read by the engine', async () => {
    for (const statement of statements)
      for (const text of onCluster(statement, 'muster')) {
        expect(text).toMatch(/ ON CLUSTER 'muster' /)
        const tree = await warehouse.query(plain(`EXPLAIN AST ${text}`))
        expect(tree.length).toBeGreaterThan(1)
      }
  })

  test('a question to tables that are spread is asked of all shards, with the answers of inner questions sent along', async () => {
    // Two shards, both of them this very engine: so everything is there twice.
    for (const table of ['messages', 'assignments'])
      await warehouse.command(
        plain(
          `CREATE TABLE ${table}_spread AS remote('127.0.0.1,127.0.0.1', currentDatabase(), '${table}')`,
        ),
      )
    await warehouse.insert(
      'messages',
      ['node', 'message_id'],
      [
        [1, 'm1'],
        [2, 'm2'],
      ],
    )
    await warehouse.insert('assignments', ['node', 'profile', 'version'], [[1, 7, 1]])
    const ask = (settings: string) =>
      warehouse.query(
        plain(
          `SELECT message_id, count() AS shards FROM messages_spread WHERE node IN (SELECT node FROM assignments_spread WHERE profile = 7) GROUP BY message_id SETTINGS ${settings}`,
        ),
      )
    const settings = Object.entries(CLUSTER_SETTINGS)
      .map(([name, value]) => `${name} = ${typeof value === 'number' ? value : `'${value}'`}`)
      .join(', ')
    expect(await ask(settings)).toEqual([{ message_id: 'm1', shards: '2' }])
  })
})
