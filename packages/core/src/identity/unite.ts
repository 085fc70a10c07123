import type { ProfileView } from './identityView.ts'

/** What the survivor looks like after it has absorbed the other. */
export function unite(survivor: ProfileView, absorbed: ProfileView): ProfileView {
  const counts = new Map(survivor.counts)
  for (const [kind, count] of absorbed.counts) counts.set(kind, (counts.get(kind) ?? 0) + count)
  return {
    id: survivor.id,
    counts,
    separations: new Map([...survivor.separations, ...absorbed.separations]),
  }
}

/** The profile with one more identifier of a kind. */
export function withOneMore(profile: ProfileView, kind: string): ProfileView {
  const counts = new Map(profile.counts)
  return { ...profile, counts: counts.set(kind, (counts.get(kind) ?? 0) + 1) }
}
