import type { Profile } from '@muster/client'

export type TimelineEvent = Profile['events'][number]

/** What an entry of a timeline is called: the event, or the kind of call that is none. */
export function titleOf({ kind, name }: Pick<TimelineEvent, 'kind' | 'name'>): string {
  if (name !== '') return name
  switch (kind) {
    case 'identify':
      return 'Traits were set'
    case 'group':
      return 'Joined an account'
    case 'alias':
      return 'Identifiers were joined'
    case 'track':
    case 'page':
    case 'screen':
      return kind
  }
}

/** The entries with a title among those wanted (all of them when none is) that hold what is sought anywhere. */
export function filtered(
  events: readonly TimelineEvent[],
  wanted: ReadonlySet<string>,
  sought: string,
): readonly TimelineEvent[] {
  const words = sought.trim().toLowerCase()
  return events.filter((event) => {
    if (wanted.size > 0 && !wanted.has(titleOf(event))) return false
    return words === '' || textOf(event).includes(words)
  })
}

function textOf(event: TimelineEvent): string {
  const values = JSON.stringify([titleOf(event), event.properties], (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  return values.toLowerCase()
}

/** Runs of entries of one day, as `dayOf` names it. */
export function byDay(
  events: readonly TimelineEvent[],
  dayOf: (at: number) => string,
): readonly (readonly [string, readonly TimelineEvent[]])[] {
  const days = new Map<string, TimelineEvent[]>()
  for (const event of events) {
    const day = dayOf(event.at)
    const others = days.get(day)
    if (others === undefined) days.set(day, [event])
    else others.push(event)
  }
  return [...days]
}

/** How often each title stands in a timeline, the most frequent first. */
export function titleCounts(
  events: readonly TimelineEvent[],
): readonly { readonly title: string; readonly count: number }[] {
  const counts = new Map<string, number>()
  for (const event of events) counts.set(titleOf(event), (counts.get(titleOf(event)) ?? 0) + 1)
  return [...counts]
    .map(([title, count]) => ({ title, count }))
    .sort((a, b) => b.count - a.count || (a.title < b.title ? -1 : 1))
}
