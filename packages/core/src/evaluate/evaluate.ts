import type { Condition, Definition } from '../audience/definition.ts'
import type { Place } from '../audience/issue.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { eventHolds } from './event.ts'
import type { AccountFinding, Explanation, Finding } from './finding.ts'
import { accountsAt, identifierHolds, listHolds, shareHolds } from './membership.ts'
import { ratioHolds } from './ratio.ts'
import { notFollowedByHolds, sequenceHolds } from './sequence.ts'
import type { Subject } from './subject.ts'
import { accountSubject, profileSubject } from './subject.ts'
import { changeHolds, traitHolds } from './traits.ts'
import type { World } from './world.ts'

/**
 * The meaning of an audience: whether the profile that the evidence is about is a member at the instant `world.at`. This is the
 * reference that the compiler is compared with; SPEC.md states its rules one by one. The definition must have passed the check:
 * on another one it throws or answers anything.
 */
export function evaluate(definition: Definition, evidence: Evidence, world: World): boolean {
  return explain(definition, evidence, world).holds
}

/** The same, and why: the definition's tree with the evidence for each condition. Every condition is looked at, even when others decide. */
export function explain(definition: Definition, evidence: Evidence, world: World): Explanation {
  return explainAt([], definition, profileSubject(evidence, world.at), world)
}

function explainAt(at: Place, condition: Condition, subject: Subject, world: World): Explanation {
  return { condition, at, ...find(at, condition, subject, world) }
}

function find(at: Place, condition: Condition, subject: Subject, world: World): Finding {
  const parts = (conditions: readonly Condition[], key: string): readonly Explanation[] =>
    conditions.map((part, i) => explainAt([...at, key, i], part, subject, world))

  if ('all' in condition) {
    const all = parts(condition.all, 'all')
    return { holds: all.every((part) => part.holds), found: { kind: 'group', parts: all } }
  }
  if ('any' in condition) {
    const any = parts(condition.any, 'any')
    return { holds: any.some((part) => part.holds), found: { kind: 'group', parts: any } }
  }
  if ('not' in condition) {
    const not = explainAt([...at, 'not'], condition.not, subject, world)
    return { holds: !not.holds, found: { kind: 'group', parts: [not] } }
  }
  if ('everyone' in condition) return { holds: true, found: { kind: 'everyone' } }
  if ('changed' in condition) return changeHolds(condition, subject, world)
  if ('trait' in condition) return traitHolds(condition, subject, world)
  if ('notFollowedBy' in condition) return notFollowedByHolds(condition, subject, world)
  if ('event' in condition) return eventHolds(condition, subject, world)
  if ('ratio' in condition) return ratioHolds(condition, subject, world)
  if ('sequence' in condition) return sequenceHolds(condition, subject, world)

  // The rest is about a person: the check lets none of it into an account.
  const { profile } = subject
  if (profile === undefined) throw new Error('Unchecked definition: not to be asked of an account')
  if ('audience' in condition) {
    const explanation = explainAt([], world.audience(condition.audience), subject, world)
    return {
      holds: explanation.holds,
      found: { kind: 'audience', id: condition.audience, explanation },
    }
  }
  if ('list' in condition) return listHolds(condition.list, profile)
  if ('share' in condition) return shareHolds(condition, profile)
  if ('identifier' in condition) return identifierHolds(condition, profile)
  const accounts = accountsAt(profile, world.at).map((id): AccountFinding => {
    const account = accountSubject(world.account(id), world.at)
    return { id, explanation: explainAt([...at, 'account'], condition.account, account, world) }
  })
  return {
    holds: accounts.some(({ explanation }) => explanation.holds),
    found: { kind: 'account', accounts },
  }
}
