import type { Identifier } from '../message/message.ts'
import type { UnmergeEffect, UnmergedGroup } from './effect.ts'
import { keyOf } from './identifierKinds.ts'
import type { NextNumber } from './identityView.ts'

export interface UnmergeView {
  /** All nodes of a profile; none if there is no such profile. */
  readonly members: (
    profile: bigint,
  ) => readonly { readonly node: bigint; readonly identifier: Identifier }[]
  /** Whether a profile has this id now. Asked only of the smallest node number of each group. */
  readonly isProfile: (id: bigint) => boolean
}

export interface UnmergeRequest {
  readonly profile: bigint
  /** Identifiers that are different customers. Those that are not named stay with the profile. */
  readonly groups: readonly (readonly Identifier[])[]
  readonly by: string
  /** Milliseconds since 1970 UTC. */
  readonly at: number
}

export interface DecisionIssue {
  readonly code:
    | 'unknown_profile'
    | 'no_groups'
    | 'empty_group'
    | 'not_of_profile'
    | 'named_twice'
    | 'nothing_to_separate'
    | 'same_profile'
  readonly at: readonly (string | number)[]
  readonly message: string
}

export type Unmerged =
  | { readonly ok: true; readonly effects: readonly [UnmergeEffect] }
  | { readonly ok: false; readonly issue: DecisionIssue }

/**
 * Takes a profile apart by a person's decision ([I20] to [I22]). Identifiers that are not named stay with its id; if all are
 * named, the group with the oldest one stays. Each other group gets the id of its oldest identifier, which is its former
 * profile if it was one, or a fresh number if a profile has that id. `next` also numbers the decision.
 */
export function unmerge(view: UnmergeView, request: UnmergeRequest, next: NextNumber): Unmerged {
  const members = view.members(request.profile)
  const nodeOf = new Map(members.map(({ node, identifier }) => [keyOf(identifier), node]))
  const issue = findIssue(request, nodeOf)
  if (issue !== undefined) return { ok: false, issue }

  const named = request.groups
    .map((group) => group.map((identifier) => nodeOf.get(keyOf(identifier)) ?? missing(identifier)))
    .map((nodes) => nodes.sort(byAge))
  const all = new Set(named.flat())
  const unnamed = members.map(({ node }) => node).filter((node) => !all.has(node))
  const [stays = [], ...leave] =
    unnamed.length > 0 ? [unnamed.sort(byAge), ...named] : [...named].sort(byFirst)

  const decision = next()
  const groups: UnmergedGroup[] = [{ group: 0, profile: request.profile, nodes: stays }]
  for (const nodes of leave) {
    const former = nodes[0] ?? next()
    // Every smallest node is of one group alone, so no two groups can want the same id.
    const profile = view.isProfile(former) ? next() : former
    groups.push({ group: groups.length, profile, nodes })
  }
  const { profile, by, at } = request
  return { ok: true, effects: [{ effect: 'unmerged', decision, by, at, profile, groups }] }
}

function findIssue(
  request: UnmergeRequest,
  nodeOf: ReadonlyMap<string, bigint>,
): DecisionIssue | undefined {
  if (nodeOf.size === 0) {
    const message = `There is no profile ${request.profile}. It may have been merged: look its identifiers up.`
    return { code: 'unknown_profile', at: ['profile'], message }
  }
  if (request.groups.length === 0) {
    const message = 'Name at least one group of identifiers that are another customer.'
    return { code: 'no_groups', at: ['groups'], message }
  }
  const seen = new Set<string>()
  for (const [index, group] of request.groups.entries()) {
    if (group.length === 0) {
      const message = 'The group is empty. Name its identifiers, or leave it out.'
      return { code: 'empty_group', at: ['groups', index], message }
    }
    for (const [place, identifier] of group.entries()) {
      const at = ['groups', index, place]
      const name = `${identifier.kind} ${JSON.stringify(identifier.value)}`
      const key = keyOf(identifier)
      if (!nodeOf.has(key)) {
        const message = `${name} is not of profile ${request.profile}. Name identifiers that it has.`
        return { code: 'not_of_profile', at, message }
      }
      if (seen.has(key)) {
        return { code: 'named_twice', at, message: `${name} is named twice. Name it once.` }
      }
      seen.add(key)
    }
  }
  if (request.groups.length > 1 || seen.size < nodeOf.size) return undefined
  const message = 'The only group has all identifiers, so nothing would change. Name fewer.'
  return { code: 'nothing_to_separate', at: ['groups', 0], message }
}

function byAge(a: bigint, b: bigint): number {
  return a < b ? -1 : 1
}

function byFirst(a: readonly bigint[], b: readonly bigint[]): number {
  return byAge(a[0] ?? 0n, b[0] ?? 0n)
}

function missing(identifier: Identifier): never {
  throw new Error(`${identifier.kind} was checked to be of the profile.`)
}
