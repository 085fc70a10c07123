import { render, sql, type Identifier, type IdentifierRules, type Message } from '@muster/core'
import type { ListsApi } from './listsApi.ts'
import { isSlug, slugOf } from '../metadata/audience/slug.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { done, refused } from '../metadata/outcome.ts'
import { recordAudit } from '../metadata/workspace/auditLog.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

export interface ListsDeps {
  readonly metadata: Metadata
  readonly warehouse: Warehouse
  readonly clock: () => number
  /** Whether other processes may change lists too. */
  readonly areShared: boolean
  readonly identifierRules: () => IdentifierRules
  /** Gives each identifier a node and a profile, making one where nobody has it. */
  readonly resolve: (
    identifiers: readonly Identifier[],
  ) => Promise<readonly { readonly node: bigint; readonly profile: bigint }[]>
  readonly onChanged: (profiles: readonly bigint[], at: number) => void
}

/** Lists that people fill by hand or import. An entry belongs to the identifier, so it follows merges and unmerges. */
export function createLists(deps: ListsDeps): ListsApi {
  const { metadata, warehouse, clock } = deps
  let newest: bigint | undefined
  /** Rises with every call, whatever the clock shows: of two entries for one identifier the later call's counts. */
  const nextVersion = async (at: number): Promise<bigint> => {
    if (newest === undefined || deps.areShared) newest = await newestVersion(warehouse)
    newest = newest < BigInt(at) ? BigInt(at) : newest + 1n
    return newest
  }
  return {
    create: async ({ id, name }, by) => {
      const wanted = id ?? slugOf(name)
      if (!isSlug(wanted))
        return refused(
          'invalid_id',
          ['id'],
          `"${wanted}" cannot be an id. Use up to 64 small letters, digits, "-" and "_".`,
        )
      const at = clock()
      const made = await metadata.db
        .insertInto('lists')
        .values({
          id: wanted,
          name,
          description: '',
          created_at: at,
          updated_at: at,
          archived_at: null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst()
      if (made === undefined)
        return refused(
          'id_taken',
          ['id'],
          `There is a list with the id "${wanted}". Choose another.`,
        )
      await recordAudit(metadata.db, {
        at,
        actor: by,
        action: 'list.create',
        subject: { kind: 'list', id: wanted },
        after: { name },
      })
      return done({ id: wanted, name })
    },
    list: async () => {
      const lists = await metadata.db
        .selectFrom('lists')
        .select(['id', 'name'])
        .where('archived_at', 'is', null)
        .orderBy('id')
        .execute()
      const owners = sql`SELECT node, argMax(profile, version) AS owner FROM assignments WHERE node IN (SELECT node FROM list_entries) GROUP BY node`
      const current = sql`SELECT list, node FROM list_entries GROUP BY list, node HAVING argMax(present, version) = 1`
      const rows = await warehouse.query<{ list: string; size: string }>(
        render(
          sql`SELECT list, uniqExact(owner) AS size FROM (${current}) AS entries INNER JOIN (${owners}) AS owners USING (node) GROUP BY list`,
        ),
      )
      const sizes = new Map(rows.map((row) => [row.list, Number(row.size)]))
      return lists.map(({ id, name }) => ({ id, name, size: sizes.get(id) ?? 0 }))
    },
    put: async (id, identifiers, present, by) => {
      const list = await metadata.db
        .selectFrom('lists')
        .select('id')
        .where('id', '=', id)
        .where('archived_at', 'is', null)
        .executeTakeFirst()
      if (list === undefined)
        return refused('unknown_list', ['id'], `There is no list "${id}". Create it first.`)
      const rules = deps.identifierRules()
      const usable: Identifier[] = []
      const unusable: { index: number; reason: string }[] = []
      identifiers.forEach(({ kind, value }, index) => {
        const normal = rules.normalise(kind, value)
        if (normal.usable) usable.push({ kind, value: normal.value })
        else unusable.push({ index, reason: `${kind} "${value}" ${normal.because}` })
      })
      const resolved = await deps.resolve(usable)
      const at = clock()
      const version = await nextVersion(at)
      await warehouse.insert(
        'list_entries',
        ['list', 'node', 'present', 'version'],
        resolved.map(({ node }) => [id, node, present ? 1 : 0, version]),
      )
      deps.onChanged(
        resolved.map(({ profile }) => profile),
        at,
      )
      await recordAudit(metadata.db, {
        at,
        actor: by,
        action: present ? 'list.add' : 'list.remove',
        subject: { kind: 'list', id },
        after: { count: resolved.length },
      })
      return done({ changed: resolved.length, unusable })
    },
  }
}

async function newestVersion(warehouse: Warehouse): Promise<bigint> {
  const [row] = await warehouse.query<{ newest: string }>(
    render(sql`SELECT max(version) AS newest FROM list_entries`),
  )
  return BigInt(row?.newest ?? 0)
}

/** The message by which identity resolution learns of an identifier that came without one. */
export const listingOf = (identifier: Identifier, at: number, messageId: string): Message => ({
  kind: 'identify',
  messageId,
  timestamp: at,
  receivedAt: at,
  event: '',
  properties: {},
  traits: {},
  context: {},
  groupId: '',
  identifiers: [identifier],
})
