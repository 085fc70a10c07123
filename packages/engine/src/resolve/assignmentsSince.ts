import type { Db } from '../metadata/metadata.ts'
import type { Assignment } from './resolvedBatch.ts'

const pageSize = 10_000

/**
 * Every assignment that changed after the version (0: every one there is), the oldest changes first, page by page. With
 * it the warehouse's copy is repaired after a crash between the two stores.
 *
 * The version to start from is one up to which the copy is known to be complete: not simply the highest one in it, since
 * of two processes the later one may have written its rows while the earlier one died.
 */
export async function* assignmentsSince(
  db: Db,
  version: bigint,
): AsyncGenerator<readonly Assignment[], void, undefined> {
  let after = { version, node: lastNode }
  for (;;) {
    const page = await db
      .selectFrom('identifiers')
      .select(['node', 'kind', 'profile', 'version'])
      .where((eb) =>
        eb(
          eb.refTuple('version', 'node'),
          '>',
          eb.tuple(eb.val(after.version), eb.val(after.node)),
        ),
      )
      .orderBy('version')
      .orderBy('node')
      .limit(pageSize)
      .execute()
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    after = last
  }
}

/** Beyond every node: all of the version that the copy has are left out. */
const lastNode = 2n ** 63n - 1n

/** The newest epoch: what is read by `assignmentsSince` afterwards and copied makes the copy complete up to it. */
export async function currentVersion(db: Db): Promise<bigint> {
  const row = await db.selectFrom('identity_state').select('epoch').executeTakeFirstOrThrow()
  return row.epoch
}
