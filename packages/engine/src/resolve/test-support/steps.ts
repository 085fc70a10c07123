import type { Message } from '@muster/core'
import type { Resolver } from '../createResolver.ts'
import type { Assignment } from '../resolvedBatch.ts'
import { cut } from './histories.ts'
import type { IdentityStep } from './histories.ts'

const at = 1_800_000_000_000

/** A batch of messages, or a decision. */
export type Batch = readonly Message[] | Exclude<IdentityStep, Message>

function isDecision(step: IdentityStep): step is Exclude<IdentityStep, Message> {
  return step.kind === 'unmerge' || step.kind === 'merge'
}

/** Runs of messages are cut into batches; a decision stands alone. */
export function batches(
  steps: readonly IdentityStep[],
  sizes: readonly number[],
): readonly Batch[] {
  const all: Batch[] = []
  let run: Message[] = []
  for (const step of steps) {
    if (!isDecision(step)) {
      run.push(step)
      continue
    }
    all.push(...cut(run, sizes), step)
    run = []
  }
  return [...all, ...cut(run, sizes)]
}

/** Does it, and returns what changed; a decision about nobody is passed over, as in the reference. */
export async function take(resolver: Resolver, batch: Batch): Promise<readonly Assignment[]> {
  if (!('kind' in batch)) return (await resolver.resolveBatch(batch)).assignments
  if (batch.kind === 'unmerge') {
    const profile = await resolver.profileOf([batch.of])
    if (profile === undefined) return []
    const decided = await resolver.unmerge({ profile, groups: batch.groups, by: 'ada', at })
    return decided.ok ? decided.assignments : []
  }
  const one = await resolver.profileOf([batch.one])
  const other = await resolver.profileOf([batch.other])
  if (one === undefined || other === undefined) return []
  const decided = await resolver.mergeByHand({ profiles: [one, other], by: 'ada', at })
  return decided.ok ? decided.assignments : []
}
