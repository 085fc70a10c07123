import type { Identifier } from '@muster/core'
import type { ProfilesApi, ProfileWhole } from '@muster/engine'
import { done, refused } from './fakeOutcome.ts'

/** Profiles as a test has put them there. */
export function fakeProfiles(whole: ReadonlyMap<bigint, ProfileWhole>): ProfilesApi {
  const find = (by: { readonly profile: bigint } | Identifier): bigint | undefined => {
    if ('profile' in by) return whole.has(by.profile) ? by.profile : undefined
    return [...whole.values()].find(({ identifiers }) =>
      identifiers.some(({ kind, value }) => kind === by.kind && value === by.value),
    )?.profile
  }
  return {
    find: (by) => Promise.resolve(find(by)),
    get: (profile) => Promise.resolve(whole.get(profile)),
    identity: (profile) =>
      Promise.resolve(
        whole.has(profile)
          ? {
              profile,
              createdAt: 1,
              identifiers: [
                {
                  identifier: { kind: 'email', value: 'ada@example.com' },
                  node: 7n,
                  firstSeenAt: 1,
                  firstMessageId: 'm1',
                  source: 'identify',
                  sides: [{ decision: 3n, side: 1 }],
                },
              ],
              profiles: [profile, 9_223_372_036_854_775_807n],
              log: [
                {
                  ...{ seq: 1n, at: 5, kind: 'merged' as const, profile },
                  absorbed: 9_223_372_036_854_775_807n,
                  cause: { cause: 'person', by: 'ada' },
                },
              ],
            }
          : undefined,
      ),
    unmerge: (profile, groups) =>
      Promise.resolve(
        whole.has(profile)
          ? done({ profiles: [profile, ...groups.slice(1).map((_, i) => BigInt(i + 100))] })
          : refused('unknown_profile', ['profile']),
      ),
    previewUnmerge: (profile, groups) => {
      const found = whole.get(profile)
      if (found === undefined) return Promise.resolve(refused('unknown_profile', ['profile']))
      const audiences = found.audiences.map(({ id, name }) => ({ id, name }))
      const part = { eventNames: [], firstEventAt: undefined, lastEventAt: 5, audiences: [] }
      const parts = groups.map((identifiers, i) => ({
        ...{ ...part, profile: BigInt(i + 100), isNew: true, identifiers, events: 1 },
      }))
      const stays = { ...part, profile, isNew: false, identifiers: [], events: 0 }
      return Promise.resolve(done({ at: 7, profiles: [stays, ...parts], audiencesNow: audiences }))
    },
    merge: (survivor, absorbed) =>
      Promise.resolve(
        whole.has(survivor) && whole.has(absorbed)
          ? done({ profile: survivor })
          : refused('unknown_profile', ['profile']),
      ),
    leaveAccount: (profile, account) =>
      Promise.resolve(
        whole.get(profile)?.accounts.includes(account) === true
          ? done(null)
          : refused('unknown_account', ['account']),
      ),
  }
}

export function profileOf(profile: bigint, identifiers: readonly Identifier[]): ProfileWhole {
  return {
    profile,
    identifiers,
    traits: { big: { value: 9_007_199_254_740_993n, at: 1, messageId: 'm1' } },
    computedTraits: {},
    traitHistory: [],
    events: [],
    accounts: ['acme'],
    lists: [],
    audiences: [{ id: 'vip', name: 'VIP', member: true, since: undefined }],
    firstSeenAt: 1,
    lastSeenAt: undefined,
  }
}
