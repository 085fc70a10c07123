import { setImmediate } from 'node:timers/promises'
import { judge, type AccountEvidence, type World } from '@muster/core'
import type { EvaluationContext, Hot, Look, NumbersByProfile } from './evaluation.ts'
import type { Program } from './program.ts'

/** Judging gives way to everything else that waits after so long. Milliseconds. */
const SLICE = 8

/** Judges profiles by what is known of them, each for the audiences that are asked for; what takes the evidence of accounts is left out. */
export async function judgeProfiles(
  { zone }: EvaluationContext,
  program: Program,
  looks: ReadonlyMap<bigint, Look>,
  known: ReadonlyMap<bigint, Hot>,
  at: number,
): Promise<NumbersByProfile> {
  const world: World = { at, zone, ...program.vocabulary, account: noAccount }
  const judged = new Map<bigint, ReadonlySet<number>>()
  let began = performance.now()
  for (const [profile, { evidence, members, isLinked }] of known) {
    const numbers = looks.get(profile)?.numbers ?? new Set()
    const holds = judge(evidence, world, (id) => {
      const number = program.inForce.get(id)
      // One that is asked for may have changed since it was recorded.
      return number === undefined || numbers.has(number) ? undefined : members.has(number)
    })
    const found = new Set<number>()
    for (const number of numbers) {
      const audience = program.byNumber.get(number)
      if (audience === undefined || (isLinked && program.onAccounts.has(number))) continue
      if (holds(audience.definition)) found.add(number)
    }
    judged.set(profile, found)
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
