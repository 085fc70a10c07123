import type { Condition, Definition } from '../audience/definition.ts'
import type { Place } from '../audience/issue.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Json } from '../value/json.ts'
import { traitValue } from './computedTrait.ts'
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
 * reference that the compiler is compared with, and what refresh asks for the few profiles of a tick; SPEC.md states its rules one by one.
 * The definition must have passed the check: on another one it throws or answers anything.
 */
export function evaluate(definition: Definition, evidence: Evidence, world: World): boolean {
  return judge(evidence, world)(definition)
}

/**
 * The same for one definition after another: the evidence is put in order once, and what a reference to an audience comes to is worked out
 * once, or not at all where `isMember` knows.
 */
export function judge(
  evidence: Evidence,
  world: World,
  isMember: (id: string) => boolean | undefined = () => undefined,
): (definition: Definition) => boolean {
  const subject = subjectIn(world, evidence)
  const verdicts = new Map<string, boolean>()
  const once: Ask = (id, answer) => {
    const known = verdicts.get(id) ?? isMember(id)
    if (known !== undefined) return known
    const holds = answer()
    verdicts.set(id, holds)
    return holds
  }
  return (definition) => find([], definition, subject, world, once).holds
}

/** The same, and why: the definition's tree with the evidence for each condition. Every condition is looked at, even when others decide. */
export function explain(definition: Definition, evidence: Evidence, world: World): Explanation {
  return explainAt([], definition, subjectIn(world, evidence), world)
}

/** The values of computed traits for a profile at `world.at`, by name; null for one that is missing, or of which nothing is known. */
export function computedTraits(
  names: readonly string[],
  evidence: Evidence,
  world: World,
): ReadonlyMap<string, Json> {
  const subject = subjectIn(world, evidence)
  return new Map(names.map((name) => [name, subject.computed(name) ?? null]))
}

function subjectIn(world: World, evidence: Evidence): Subject {
  return profileSubject(evidence, world.at, (name, subject) => {
    const expression = world.computedTrait(name)
    const holds = (condition: Condition): boolean =>
      find([], condition, subject, world, (_, answer) => answer()).holds
    return expression === undefined ? undefined : traitValue(expression, subject, world, holds)
  })
}

function explainAt(at: Place, condition: Condition, subject: Subject, world: World): Explanation {
  const { holds, found } = find(at, condition, subject, world, (_, answer) => answer())
  return { condition, at, holds, found: found() }
}

/** Whether the profile is in an audience that is referred to, by its id. */
type Ask = (id: string, answer: () => boolean) => boolean

function find(at: Place, condition: Condition, subject: Subject, world: World, ask: Ask): Finding {
  // Most conditions are about events and traits.
  if ('event' in condition) {
    return 'notFollowedBy' in condition
      ? notFollowedByHolds(condition, subject, world)
      : eventHolds(condition, subject, world)
  }
  if ('trait' in condition) {
    return 'changed' in condition
      ? changeHolds(condition, subject, world)
      : traitHolds(condition, subject, world)
  }

  const holds = (part: Condition): boolean => find([], part, subject, world, ask).holds
  const parts = (conditions: readonly Condition[], key: string): readonly Explanation[] =>
    conditions.map((part, i) => explainAt([...at, key, i], part, subject, world))
  if ('all' in condition) {
    const { all } = condition
    return { holds: all.every(holds), found: () => ({ kind: 'group', parts: parts(all, 'all') }) }
  }
  if ('any' in condition) {
    const { any } = condition
    return { holds: any.some(holds), found: () => ({ kind: 'group', parts: parts(any, 'any') }) }
  }
  if ('not' in condition) {
    const { not } = condition
    const part = (): Explanation => explainAt([...at, 'not'], not, subject, world)
    return { holds: !holds(not), found: () => ({ kind: 'group', parts: [part()] }) }
  }
  if ('everyone' in condition) return { holds: true, found: () => ({ kind: 'everyone' }) }
  if ('ratio' in condition) return ratioHolds(condition, subject, world)
  if ('sequence' in condition) return sequenceHolds(condition, subject, world)

  // The rest is about a person: the check lets none of it into an account.
  const { profile } = subject
  if (profile === undefined) throw new Error('Unchecked definition: not to be asked of an account')
  if ('audience' in condition) {
    const id = condition.audience
    return {
      holds: ask(id, () => holds(world.audience(id))),
      found: () => {
        const explanation = explainAt([], world.audience(id), subject, world)
        return { kind: 'audience', id, explanation }
      },
    }
  }
  if ('list' in condition) return listHolds(condition.list, profile)
  if ('share' in condition) return shareHolds(condition, profile)
  if ('identifier' in condition) return identifierHolds(condition, profile)
  const accounts = accountsAt(profile, world.at).map((id) => ({
    id,
    account: accountSubject(world.account(id), world.at),
  }))
  const explained = ({ id, account }: (typeof accounts)[number]): AccountFinding => ({
    id,
    explanation: explainAt([...at, 'account'], condition.account, account, world),
  })
  return {
    holds: accounts.some(({ account }) => find([], condition.account, account, world, ask).holds),
    found: () => ({ kind: 'account', accounts: accounts.map(explained) }),
  }
}
