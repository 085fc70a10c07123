import type { Audience, Subject } from '@muster/client'
import type { PickerItem } from '../kit/index.ts'
import { formatCount } from '../format/number.ts'

/** Whom to ask about when an audience is meant: its recorded members, or of a draft, which has none, those that its definition gives. */
export function subjectOf({ id, state }: Pick<Audience, 'id' | 'state'>): Subject {
  return state === 'draft' ? { audience: id, computed: true } : { audience: id }
}

/** Audiences to pick from, the live ones first and the largest of them first. */
export function audienceItems(audiences: readonly Audience[]): readonly PickerItem[] {
  return choosable(audiences).map(({ id, name, size, state }) => ({
    ...{ id, text: name },
    note: state === 'draft' ? 'draft' : size === null ? '' : formatCount(size),
  }))
}

/** All but the archived ones, in the order in which they are offered. */
export function choosable(audiences: readonly Audience[]): readonly Audience[] {
  const rank = ({ state, size }: Audience) => (state === 'live' ? (size ?? 0) : -1)
  return audiences
    .filter(({ state }) => state !== 'archived')
    .sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name, 'en'))
}
