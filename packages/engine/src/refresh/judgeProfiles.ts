import { setImmediate } from 'node:timers/promises'
import { judge, type AccountEvidence, type Evidence, type World } from '@muster/core'
import type { EvaluationContext, NumbersByProfile } from './evaluateProfiles.ts'
import type { Program } from './program.ts'

/** Judging gives way to everything else that waits after so long. Milliseconds. */
const SLICE = 8

/** Judges profiles by their evidence, each for the audiences that are wanted for it. */
export async function judgeProfiles(
  evidence: readonly Evidence[],
  {
    context,
    program,
    wanted,
    recorded,
    linked,
    at,
  }: {
    readonly context: EvaluationContext
    readonly program: Program
    readonly wanted: NumbersByProfile
    readonly recorded: NumbersByProfile
    /** Those whose accounts are not in the evidence. */
    readonly linked: ReadonlySet<bigint>
    readonly at: number
  },
): Promise<NumbersByProfile> {
  const world: World = {
    at,
    zone: context.zone,
    audience: program.definitionOf,
    account: noAccount,
  }
  const judged = new Map<bigint, ReadonlySet<number>>()
  let began = performance.now()
  for (const its of evidence) {
    const { profileId } = its
    const numbers = wanted.get(profileId) ?? new Set()
    const record = recorded.get(profileId)
    const holds = judge(its, world, (id) => {
      const number = program.inForce.get(id)
      // A wanted one may have changed since it was recorded.
      return number === undefined || numbers.has(number) ? undefined : record?.has(number) === true
    })
    const members = new Set<number>()
    for (const { number, definition } of program.audiences) {
      if (!numbers.has(number) || (linked.has(profileId) && program.onAccounts.has(number)))
        continue
      if (holds(definition)) members.add(number)
    }
    judged.set(profileId, members)
    if (performance.now() - began < SLICE) continue
    await setImmediate()
    began = performance.now()
  }
  return judged
}

/** Whoever is linked to an account is left to the warehouse. */
const noAccount = (id: string): AccountEvidence => {
  throw new Error(`the evidence of account ${id} was not read`)
}
