import { namesBehind, references, type Definition, type Message } from '@muster/core'

/**
 * What is new when a message has come, as far as audiences tell it apart: its event's name and the names of its traits, in one text. Left out
 * when anything may be: a group call changes what holds for accounts.
 */
export function evidenceIn({ kind, event, traits }: Message): { readonly evidence?: string } {
  if (kind === 'group') return {}
  const names = kind === 'identify' ? Object.keys(traits).sort() : []
  return { evidence: JSON.stringify([event, ...names]) }
}

/** How many kinds of evidence are remembered: names of events are few, and sets of traits not many more. */
const MOST_KINDS = 10_000

/** Tells which audiences new evidence of a kind may concern; `whole` has each audience's definition with all that it refers to. */
export function concernOf(
  whole: ReadonlyMap<number, readonly Definition[]>,
): (evidence: string) => ReadonlySet<number> {
  const tests = [...whole].map(
    ([number, definitions]) => [number, definitions.map(concernTest)] as const,
  )
  const known = new Map<string, ReadonlySet<number>>()
  return (evidence) => {
    const found = known.get(evidence)
    if (found !== undefined) return found
    const [event = '', ...traits] = JSON.parse(evidence) as readonly string[]
    const concerned = new Set(
      tests
        .filter(([, parts]) => parts.some((isConcerned) => isConcerned(event, traits)))
        .map(([number]) => number),
    )
    if (known.size >= MOST_KINDS) known.clear()
    known.set(evidence, concerned)
    return concerned
  }
}

/** Whether a definition looks at an event of this name, at one of these traits, or at when somebody was seen. */
function concernTest(
  definition: Definition,
): (event: string, traits: readonly string[]) => boolean {
  const { events, eventPrefixes, anyEvent, traits, account } = references(definition)
  const names = new Set(events)
  const read = new Set(traits.flatMap(namesBehind))
  const looksAtAll = account || read.has('profile.firstSeenAt') || read.has('profile.lastSeenAt')
  return (event, sent) =>
    looksAtAll ||
    (event !== '' &&
      (anyEvent || names.has(event) || eventPrefixes.some((prefix) => event.startsWith(prefix)))) ||
    sent.some((name) => read.has(name))
}
