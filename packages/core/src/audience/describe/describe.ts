import type { Condition, Definition, TraitChangeCondition, TraitCondition } from '../definition.ts'
import { eventClaim, notFollowedByClaim, ratioClaim, sequenceClaim } from './event.ts'
import { predicateClaim } from './predicate.ts'
import { windowWords } from './window.ts'
import type { Claim } from './words.ts'
import { counted, durationWords, grouped, quoted } from './words.ts'

/** What ids are called; an id without a name stands for itself. */
export interface Names {
  readonly audience?: (id: string) => string | undefined
  readonly list?: (id: string) => string | undefined
}

/** Of whom the sentence speaks: people, or the accounts that people belong to. */
interface Subject {
  readonly names: Names
  /** Who does something: `who`, or an account's `whose people`. */
  readonly who: string
  /** Who is something: `who are`, `that is`. */
  readonly are: string
  readonly those: string
}

/**
 * A checked definition as one English sentence: `People who did “Order Completed” in the last 90 days and whose “plan” is “pro”.`
 * Brackets keep `and` and `or` apart. Definitions that mean different things get different sentences, as far as the names do.
 */
export function describe(definition: Definition, names: Names = {}): string {
  if ('everyone' in definition) return 'Everyone.'
  const people: Subject = { names, who: 'who', are: 'who are', those: 'those' }
  return `People ${words(definition, people, false)}.`
}

function words(condition: Condition, subject: Subject, isInside: boolean): string {
  if ('all' in condition) return groupWords('all', condition.all, subject, isInside)
  if ('any' in condition) return groupWords('any', condition.any, subject, isInside)
  if ('not' in condition) {
    const claim = leafClaim(condition.not, subject)
    if (claim !== undefined) return claim.no
    return `${subject.are} not among ${subject.those} (${words(condition.not, subject, false)})`
  }
  return leafClaim(condition, subject)?.yes ?? ''
}

function groupWords(
  by: 'all' | 'any',
  members: readonly Condition[],
  subject: Subject,
  isInside: boolean,
): string {
  const inner = members.map((member) => words(member, subject, isInside || members.length > 1))
  return grouped(inner, by, isInside, isException(members) ? 'but' : 'and')
}

/** Whether the last member takes out some of those that the others let in. */
function isException(members: readonly Condition[]): boolean {
  const isNot = members.map((member) => 'not' in member)
  return isNot.at(-1) === true && isNot.at(-2) === false
}

/** What one condition says of people, and its opposite; nothing for groups. */
function leafClaim(condition: Condition, subject: Subject): Claim | undefined {
  const { who, are, names } = subject
  if ('all' in condition || 'any' in condition || 'not' in condition) return undefined
  if ('everyone' in condition) return { yes: `${are} anyone`, no: `${are} no one` }
  if ('trait' in condition) return traitClaim(condition, subject)
  if ('notFollowedBy' in condition) return notFollowedByClaim(condition, who)
  if ('event' in condition) return eventClaim(condition, who)
  if ('ratio' in condition) return ratioClaim(condition)
  if ('sequence' in condition) return sequenceClaim(condition, who)
  if ('audience' in condition) {
    const name = quoted(names.audience?.(condition.audience) ?? condition.audience)
    return { yes: `${are} in the audience ${name}`, no: `${are} not in the audience ${name}` }
  }
  if ('list' in condition) {
    const name = quoted(names.list?.(condition.list) ?? condition.list)
    return { yes: `${are} on the list ${name}`, no: `${are} not on the list ${name}` }
  }
  if ('share' in condition) {
    const { salt, from, to } = condition.share
    const share = `the random share from ${from} to ${to} drawn with ${quoted(salt)}`
    return { yes: `${are} in ${share}`, no: `${are} not in ${share}` }
  }
  if ('identifier' in condition) {
    const kind = quoted(condition.identifier)
    const many = `${counted(condition.is ?? { atLeast: 1 }, 'identifier')} of the kind ${kind}`
    return { yes: `${who} have ${many}`, no: `${who} do not have ${many}` }
  }
  const account: Subject = { names, who: 'whose people', are: 'that are', those: 'those' }
  const accounts = `(${words(condition.account, account, false)})`
  return {
    yes: `${who} belong to an account ${accounts}`,
    no: `${who} do not belong to an account ${accounts}`,
  }
}

function traitClaim(condition: TraitCondition | TraitChangeCondition, subject: Subject): Claim {
  const trait = `whose ${quoted(condition.trait)}`
  if ('changed' in condition) {
    const side = (predicate: typeof condition.changed.from) =>
      predicate === undefined ? 'anything' : `a value that ${predicateClaim(predicate).yes}`
    const { from, to } = condition.changed
    const change = `${windowWords(condition.window)} from ${side(from)} to ${side(to)}`
    return { yes: `${trait} changed ${change}`, no: `${trait} did not change ${change}` }
  }
  const claim = predicateClaim(condition.is)
  if (condition.for === undefined)
    return { yes: `${trait} ${claim.yes}`, no: `${trait} ${claim.no}` }
  const held = `${trait} ${claim.yes} and has been so for ${durationWords(condition.for)}`
  return { yes: held, no: `${subject.are} not among ${subject.those} (${held})` }
}
