import type { Audience } from '@muster/client'

export type Shown = 'current' | 'live' | 'draft' | 'archived'
export type SortKey = 'name' | 'size' | 'updated'

export interface LibraryView {
  readonly sought: string
  readonly shown: Shown
  readonly tag: string | undefined
  readonly sort: SortKey
  readonly direction: 'up' | 'down'
}

/** The audiences that are looked for, in the order that is wanted. Those without a size yet come last. */
export function arranged(audiences: readonly Audience[], view: LibraryView): readonly Audience[] {
  const words = view.sought.trim().toLowerCase()
  const isShown = ({ state }: Audience) =>
    view.shown === 'current' ? state !== 'archived' : state === view.shown
  const isSought = ({ name, description, sentence, tags, owner }: Audience) =>
    [name, description, sentence, owner, ...tags].some((text) => text.toLowerCase().includes(words))
  const hasTag = ({ tags }: Audience) => view.tag === undefined || tags.includes(view.tag)
  const sign = view.direction === 'up' ? 1 : -1
  return audiences
    .filter((each) => isShown(each) && isSought(each) && hasTag(each))
    .sort((a, b) => sign * compare[view.sort](a, b) || (a.name < b.name ? -1 : 1))
}

const compare: Readonly<Record<SortKey, (a: Audience, b: Audience) => number>> = {
  name: (a, b) => a.name.localeCompare(b.name, 'en'),
  size: (a, b) => (a.size ?? -1) - (b.size ?? -1),
  updated: (a, b) => a.updatedAt - b.updatedAt,
}

export function tagsOf(audiences: readonly Audience[]): readonly string[] {
  return [...new Set(audiences.flatMap(({ tags }) => tags))].sort()
}
