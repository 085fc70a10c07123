import type { Db } from '../metadata/metadata.ts'

/** What a transaction that may change identities starts from. */
export interface IdentityState {
  readonly epoch: bigint
  readonly nextNumber: bigint
}

/**
 * Puts the transaction in order with all others that may change identities, in any process: the row stays locked until it
 * ends, so what it reads from now on is the newest, and stays so. (A row lock and not an advisory one: it brings the state
 * along, and who waited for it reads what the one before wrote.)
 */
export async function lockIdentity(tx: Db): Promise<IdentityState> {
  const row = await tx
    .selectFrom('identity_state')
    .select(['epoch', 'next_number'])
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { epoch: row.epoch, nextNumber: row.next_number }
}

/** Stores what the transaction has counted up. */
export async function saveIdentityState(tx: Db, state: IdentityState): Promise<void> {
  await tx
    .updateTable('identity_state')
    .set({ epoch: state.epoch, next_number: state.nextNumber })
    .execute()
}
