import {
  explain,
  references,
  type AccountEvidence,
  type Definition,
  type Explanation,
} from '@muster/core'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { accountEvidenceOf } from './accountEvidenceOf.ts'
import { evidenceOf } from './evidenceOf.ts'

/** What a checked definition means besides itself. */
export interface ExplainDeps {
  readonly warehouse: Warehouse
  /** The workspace's IANA time zone. */
  readonly zone: string
  /** A referenced audience, checked already. Throws for an id that the check has not seen. */
  readonly definitionOf: (id: string) => Definition
}

/**
 * Why a profile is or is not in an audience of this definition at an instant: the reference evaluator's word, on the evidence that stands
 * in the warehouse. `undefined` for a profile that has no identifiers.
 */
export async function explainAt(
  { warehouse, zone, definitionOf }: ExplainDeps,
  definition: Definition,
  profile: bigint,
  at: number,
): Promise<Explanation | undefined> {
  const evidence = await evidenceOf(warehouse, profile, at)
  if (evidence === undefined) return undefined
  const accounts = new Map<string, AccountEvidence>()
  if (looksAtAccounts(definition, definitionOf)) {
    for (const id of new Set(evidence.accounts.map((link) => link.accountId))) {
      accounts.set(id, await accountEvidenceOf(warehouse, id, at))
    }
  }
  const account = (id: string): AccountEvidence => {
    const known = accounts.get(id)
    if (known === undefined) throw new Error(`the evidence of account ${id} was not read`)
    return known
  }
  return explain(definition, evidence, { at, zone, audience: definitionOf, account })
}

/** Reading what everybody in an account did costs more than all the rest, so it is done only when somebody asks. */
function looksAtAccounts(
  definition: Definition,
  definitionOf: (id: string) => Definition,
): boolean {
  const { account, audiences } = references(definition)
  return account || audiences.some((id) => looksAtAccounts(definitionOf(id), definitionOf))
}
