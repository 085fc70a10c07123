import type { GroupsJoined, ProfilesMerged } from './effect.ts'
import type { ProfileView } from './identityView.ts'
import type { DecisionIssue } from './unmerge.ts'

export type MergedByHand =
  | { readonly ok: true; readonly effects: readonly (GroupsJoined | ProfilesMerged)[] }
  | { readonly ok: false; readonly issue: DecisionIssue }

/**
 * Makes two profiles one because a person says so ([I23]): no limit stands in the way, and where a decision kept the two
 * apart, their groups are one from now on, so that evidence may join what is left of them elsewhere. Other groups of the
 * same decision stay apart. The older profile survives.
 */
export function mergeByHand(
  one: ProfileView,
  other: ProfileView,
  by: string,
  at: number,
): MergedByHand {
  if (one.id === other.id) {
    const message = `Both are profile ${one.id}. Name two profiles.`
    return { ok: false, issue: { code: 'same_profile', at: ['profiles', 1], message } }
  }
  const [survivor, absorbed] = one.id < other.id ? [one, other] : [other, one]
  const effects: (GroupsJoined | ProfilesMerged)[] = []
  for (const [decision, group] of absorbed.separations) {
    const into = survivor.separations.get(decision)
    if (into === undefined || into === group) continue
    effects.push({ effect: 'groups_joined', decision, group, into })
  }
  const cause = { cause: 'person', by, at } as const
  effects.push({
    effect: 'profiles_merged',
    survivor: survivor.id,
    absorbed: absorbed.id,
    cause,
  })
  return { ok: true, effects }
}
