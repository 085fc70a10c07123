import { judge, type AccountEvidence, type World } from '@muster/core'
import type { EvaluationContext, Hot, Look, NumbersByProfile } from './evaluation.ts'
import { inSlices } from './inSlices.ts'
import type { Program } from './program.ts'
import type { RecordedMembers } from './recordedMembers.ts'

/** Judges profiles by what is known of them, each for the audiences that are asked for; what takes the evidence of accounts is left out. */
export async function judgeProfiles(
  { zone }: EvaluationContext,
  program: Program,
  looks: ReadonlyMap<bigint, Look>,
  known: ReadonlyMap<bigint, Hot>,
  record: Pick<RecordedMembers, 'of'>,
  at: number,
): Promise<NumbersByProfile> {
  const world: World = { at, zone, ...program.vocabulary, account: noAccount }
  const judged = new Map<bigint, ReadonlySet<number>>()
  await inSlices(known, ([profile, { evidence, isLinked }]) => {
    const numbers = looks.get(profile)?.numbers ?? new Set()
    const was = record.of(profile)
    const holds = judge(evidence, world, (id) => {
      const number = program.inForce.get(id)
      // One that is asked for may have changed since it was recorded.
      return number === undefined || numbers.has(number) ? undefined : was(number)
    })
    const found = new Set<number>()
    for (const number of numbers) {
      const audience = program.byNumber.get(number)
      if (audience === undefined || (isLinked && program.onAccounts.has(number))) continue
      if (holds(audience.definition)) found.add(number)
    }
    judged.set(profile, found)
  })
  return judged
}

/** Whoever is linked to an account is left to the warehouse. */
const noAccount = (id: string): AccountEvidence => {
  throw new Error(`the evidence of account ${id} was not read`)
}
