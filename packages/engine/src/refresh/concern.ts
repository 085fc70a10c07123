import {
  namesBehind,
  references,
  selectsName,
  uses,
  type Definition,
  type Message,
} from '@muster/core'
import { textOf } from './textOf.ts'

/**
 * What is new when a message has come, as far as audiences tell it apart: its event's name and the names of its traits, in one text. `undefined`
 * when anything may be: a group call changes what holds for accounts.
 */
export function evidenceIn({ kind, event, traits }: Message): string | undefined {
  if (kind === 'group') return undefined
  const names = kind === 'identify' ? Object.keys(traits).sort() : []
  return JSON.stringify([event, ...names])
}

/** How many kinds of evidence are remembered: names of events are few, and sets of traits not many more. */
const MOST_KINDS = 10_000

/** Whether a definition is concerned by an event of this name, or by one of these traits. */
type Test = (event: string, traits: readonly string[]) => boolean

/** Tells which audiences new evidence of a kind may concern; `whole` has each audience's definition with all that it refers to. */
export function concernOf(
  whole: ReadonlyMap<number, readonly Definition[]>,
  testOf: (parts: readonly Definition[]) => Test,
): (evidence: string) => ReadonlySet<number> {
  const tests = [...whole].map(([number, parts]) => [number, testOf(parts)] as const)
  const known = new Map<string, ReadonlySet<number>>()
  return (evidence) => {
    const found = known.get(evidence)
    if (found !== undefined) return found
    const [event = '', ...traits] = JSON.parse(evidence) as readonly string[]
    const concerned = new Set(
      tests.filter(([, isConcerned]) => isConcerned(event, traits)).map(([number]) => number),
    )
    if (known.size >= MOST_KINDS) known.clear()
    known.set(evidence, concerned)
    return concerned
  }
}

/** Concerned by what a definition looks at: events, traits, when somebody was seen. */
export function readTest(parts: readonly Definition[]): Test {
  const found = parts.map(references)
  const isAnything = found.some(
    ({ traits, account }) => account || traits.some((path) => SEEN.has(path)),
  )
  const named = namedTest(parts)
  return (event, sent) => isAnything || named(event, sent)
}

const SEEN = new Set(['profile.firstSeenAt', 'profile.lastSeenAt'])

function namedTest(parts: readonly Definition[]): Test {
  const read = new Set(parts.flatMap((part) => references(part).traits).flatMap(namesBehind))
  const selectors = parts.flatMap(uses).flatMap((use) => (use.use === 'event' ? [use.event] : []))
  return (event, sent) =>
    selectors.some((selector) => selectsName(selector, event)) ||
    sent.some((name) => read.has(name))
}

/** What compares a value with the clock, as "trial ends within the next 3 days" does; and what does so by the day, whatever it is of. */
const CLOCK = /"(withinLast|moreThanAgo|withinNext|moreThanAhead|since)":/
const DAY = /"anniversaryWithin":/

/**
 * Concerned by the values that a definition compares with the clock, be it one among others that it looks at, or one that a computed trait
 * shows. When somebody was seen is an edge of its own, but not the day on which that comes round.
 */
export function instantTest(parts: readonly Definition[]): Test {
  const text = textOf(parts)
  if (DAY.test(text)) return readTest(parts)
  return CLOCK.test(text) ? namedTest(parts) : () => false
}
