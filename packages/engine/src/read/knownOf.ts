import {
  references,
  withReferred,
  type AccountEvidence,
  type Condition,
  type Evidence,
  type Meanings,
  type World,
} from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { accountEvidenceOf } from './accountEvidenceOf.ts'
import { evidenceOf } from './evidenceOf.ts'

export interface KnownDeps {
  readonly warehouse: Warehouse
  /** The workspace's IANA time zone. */
  readonly zone: string
  readonly meanings: Meanings
}

/**
 * A profile's whole evidence as of an instant, and the world to judge these checked conditions in, for the reference evaluator. `undefined` for a
 * profile that has no identifiers.
 */
export async function knownOf(
  { warehouse, zone, meanings }: KnownDeps,
  conditions: readonly Condition[],
  profile: bigint,
  at: number,
): Promise<{ readonly evidence: Evidence; readonly world: World } | undefined> {
  const evidence = await evidenceOf(warehouse, profile, at)
  if (evidence === undefined) return undefined
  const accounts = new Map<string, AccountEvidence>()
  // Reading what everybody in an account did costs more than all the rest, so it is done only when somebody asks.
  if (withReferred(conditions, meanings).some((part) => references(part).account)) {
    for (const id of new Set(evidence.accounts.map((link) => link.accountId))) {
      accounts.set(id, await accountEvidenceOf(warehouse, id, at))
    }
  }
  const account = (id: string): AccountEvidence => {
    const known = accounts.get(id)
    if (known === undefined) throw new Error(`the evidence of account ${id} was not read`)
    return known
  }
  return { evidence, world: { at, zone, ...meanings, account } }
}
