import type { Identifier, Identity } from '@muster/client'

/** Into which profile each identifier goes: 0 stays. */
export type Split = readonly number[]

export interface UnmergePlan {
  /** What is sent: each group gets a profile of its own, those not named stay. */
  readonly groups: readonly (readonly Identifier[])[]
  readonly staying: readonly Identifier[]
}

/** What a split comes to; nothing while nobody leaves, or nobody stays. */
export function unmergePlan(identity: Identity, split: Split): UnmergePlan | undefined {
  const groups = new Map<number, Identifier[]>()
  identity.identifiers.forEach(({ identifier }, index) => {
    const group = split[index] ?? 0
    const others = groups.get(group)
    if (others === undefined) groups.set(group, [identifier])
    else others.push(identifier)
  })
  const staying = groups.get(0) ?? []
  const leaving = [...groups].filter(([group]) => group !== 0).map(([, members]) => members)
  return staying.length === 0 || leaving.length === 0 ? undefined : { groups: leaving, staying }
}
