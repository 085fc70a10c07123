import type { Db } from '../metadata.ts'

/** Where a consumer stands in a stream. What a position means is known to the stream alone. */
export async function readCursor(
  db: Db,
  consumer: string,
  stream: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('cursors')
    .select('position')
    .where('consumer', '=', consumer)
    .where('stream', '=', stream)
    .executeTakeFirst()
  return row?.position
}

/**
 * Moves the cursor from where the caller read it (`undefined`: there was none). False when somebody else has moved it
 * since: then nothing changed, and what was done for the old position has been done twice.
 */
export async function moveCursor(
  db: Db,
  consumer: string,
  stream: string,
  move: { readonly from: string | undefined; readonly to: string; readonly at: number },
): Promise<boolean> {
  const { from, to, at } = move
  if (from === undefined) {
    const inserted = await db
      .insertInto('cursors')
      .values({ consumer, stream, position: to, updated_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .returning('position')
      .executeTakeFirst()
    return inserted !== undefined
  }
  const moved = await db
    .updateTable('cursors')
    .set({ position: to, updated_at: at })
    .where('consumer', '=', consumer)
    .where('stream', '=', stream)
    .where('position', '=', from)
    .returning('position')
    .executeTakeFirst()
  return moved !== undefined
}
