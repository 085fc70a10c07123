import type { Statement } from '@muster/core'
import { withoutProjections } from './projections.ts'
import type { Warehouse } from './warehouse.ts'

/** By what the rows of a table are spread over the shards. Evidence lies with its node, so that what is derived from a message lies beside it. */
const SPREAD: Readonly<Record<string, string>> = {
  messages: 'node',
  traits: 'node',
  account_links: 'node',
  account_traits: 'cityHash64(account_id)',
  assignments: 'node',
  list_entries: 'node',
  changes: 'profile',
  members_by_profile: 'profile',
  members_by_audience: 'profile',
  backfill_results: 'profile',
  rejects: 'cityHash64(id)',
}

/** What queries need on tables that are spread: rows of another shard are fetched, and an insert waits until every shard has its rows. */
export const CLUSTER_SETTINGS: Readonly<Record<string, number | string>> = {
  distributed_product_mode: 'global',
  distributed_foreground_insert: 1,
}

/**
 * A statement that defines or alters tables, as a cluster is told: each table is replicated on every shard under the name `<table>_local`, and
 * its own name reads and writes all of them. Tables that are in no list of the spread ones are small and the same on every server. Whatever
 * is no such statement comes back as it is. Throws for a definition that it does not understand.
 */
export function onCluster(text: string, cluster: string): readonly string[] {
  const everywhere = `ON CLUSTER '${cluster.replace(/[\\']/g, '\\$&')}'`
  const table =
    /^CREATE TABLE (IF NOT EXISTS )?(\w+) (\([\s\S]*\)\s*)ENGINE = (\w*MergeTree)(?:\((\w*)\))?([\s\S]*)$/.exec(
      text,
    )
  if (table !== null) {
    const [, ifNot = '', name = '', columns = '', engine = '', version = '', rest = ''] = table
    const key = SPREAD[name]
    const local = key === undefined ? name : `${name}_local`
    // The servers fill in what is in braces.
    const path =
      key === undefined
        ? `'/clickhouse/tables/all/{database}/{table}', '{shard}-{replica}'`
        : `'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'`
    const replicated = `Replicated${engine}(${path}${version === '' ? '' : `, ${version}`})`
    const here = `CREATE TABLE ${ifNot}${local} ${everywhere} ${columns}ENGINE = ${replicated}${rest}`
    if (key === undefined) return [here]
    const all = `Distributed('${cluster}', currentDatabase(), ${local}, ${key})`
    return [here, `CREATE TABLE ${ifNot}${name} ${everywhere} AS ${local} ENGINE = ${all}`]
  }
  const view =
    /^CREATE MATERIALIZED VIEW (IF NOT EXISTS )?(\w+) TO (\w+) AS\s([\s\S]*\sFROM )(\w+)([\s\S]*)$/.exec(
      text,
    )
  if (view !== null) {
    const [, ifNot = '', name = '', to = '', select = '', from = '', rest = ''] = view
    return [
      `CREATE MATERIALIZED VIEW ${ifNot}${name} ${everywhere} TO ${to}_local AS ${select}${from}_local${rest}`,
    ]
  }
  const alter =
    /^ALTER TABLE `?(\w+)`? (ADD COLUMN|MATERIALIZE COLUMN|MODIFY SETTING|DELETE)([\s\S]*)$/.exec(
      text,
    )
  if (alter !== null) {
    const [, name = '', what = '', rest = ''] = alter
    if (SPREAD[name] === undefined) return [`ALTER TABLE ${name} ${everywhere} ${what}${rest}`]
    const here = `ALTER TABLE ${name}_local ${everywhere} ${what}${rest}`
    return what === 'ADD COLUMN'
      ? [here, `ALTER TABLE ${name} ${everywhere} ${what}${rest}`]
      : [here]
  }
  if (/^(?:CREATE (?!TABLE \w+ AS )|ALTER (?!TABLE \w+ REPLACE PARTITION))/.test(text))
    throw new Error(`a cluster can't be told this: ${text.slice(0, 100)}`)
  return [text]
}

/** The same warehouse on a cluster. */
export function onClusterOf(warehouse: Warehouse, cluster: string): Warehouse {
  return {
    ...warehouse,
    query: (statement, lane) =>
      warehouse.query({ ...statement, text: withoutProjections(statement.text) }, lane),
    command: async (statement: Statement, lane) => {
      for (const text of onCluster(statement.text, cluster))
        await warehouse.command({ ...statement, text }, lane)
    },
  }
}
