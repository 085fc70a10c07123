import type { ProfilesApi } from '../read/profilesApi.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { done, refused } from '../metadata/outcome.ts'
import { recordAudit } from '../metadata/workspace/auditLog.ts'
import { nodesOf } from '../read/nodesOf.ts'
import { recordAssignments } from '../record/record.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Resolver } from './createResolver.ts'
import type { Decided } from './decisions.ts'

export interface DecisionDeps {
  readonly resolver: Resolver
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  /** Held from the decision until the warehouse knows it. */
  readonly inOrder: <T>(work: () => Promise<T>) => Promise<T>
  readonly clock: () => number
  readonly newId: () => string
  readonly onDecided: (
    profiles: readonly bigint[],
    kind: 'merge' | 'unmerge' | 'account',
    at: number,
  ) => void
}

/** What a person decides about profiles. Memberships follow in the next tick. */
export function createProfileDecisions(
  deps: DecisionDeps,
): Pick<ProfilesApi, 'unmerge' | 'merge' | 'leaveAccount'> {
  const { resolver, warehouse, metadata, clock } = deps
  const audit = (
    action: string,
    profile: bigint,
    by: string,
    after: Record<string, string | readonly string[]>,
  ): Promise<void> =>
    recordAudit(metadata.db, {
      at: clock(),
      actor: by,
      action,
      subject: { kind: 'profile', id: profile.toString() },
      after,
    })
  const decide = (work: () => Promise<Decided>): Promise<Decided> =>
    deps.inOrder(async () => {
      const decided = await work()
      if (decided.ok) await recordAssignments(warehouse, decided.assignments)
      return decided
    })
  return {
    unmerge: async (profile, groups, by) => {
      const at = clock()
      const decided = await decide(() => resolver.unmerge({ profile, groups, by, at }))
      if (!decided.ok) return { ok: false, error: decided.issue }
      deps.onDecided(decided.touched, 'unmerge', at)
      await audit('profile.unmerge', profile, by, { profiles: decided.touched.map(String) })
      return done({ profiles: decided.touched })
    },
    merge: async (survivor, absorbed, by) => {
      const at = clock()
      const decided = await decide(() =>
        resolver.mergeByHand({ profiles: [survivor, absorbed], by, at }),
      )
      if (!decided.ok) return { ok: false, error: decided.issue }
      deps.onDecided([...new Set([...decided.touched, survivor, absorbed])], 'merge', at)
      await audit('profile.merge', survivor, by, { absorbed: absorbed.toString() })
      return done({ profile: decided.merges[0]?.survivor ?? survivor })
    },
    leaveAccount: async (profile, accountId, by) => {
      const { nodes } = await nodesOf(warehouse, [profile])
      const [node] = nodes
      if (node === undefined)
        return refused(
          'unknown_profile',
          ['profile'],
          `There is no profile ${profile}. Check the id.`,
        )
      const at = clock()
      await warehouse.insert(
        'account_links',
        ['node', 'account_id', 'ts', 'message_id', 'joined'],
        [[node, accountId, at, `removal-${deps.newId()}`, 0]],
      )
      deps.onDecided([profile], 'account', at)
      await audit('profile.leave_account', profile, by, { account: accountId })
      return done(null)
    },
  }
}
