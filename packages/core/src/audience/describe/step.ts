import type { EventSelector, Filter, FilterNode, Step, Weekday } from '../definition.ts'
import { isNode } from '../uses.ts'
import { predicateClaim } from './predicate.ts'
import type { Claim } from './words.ts'
import { grouped, joined, quoted } from './words.ts'

/** Which events: `“Order Completed” (where “currency” is “EUR”)`. */
export function stepWords({ event, where = [] }: Step): string {
  const filter = filterWords(where, false)
  return filter === '' ? selectorWords(event) : `${selectorWords(event)} (where ${filter})`
}

function selectorWords(event: EventSelector): string {
  if (event === '*') return 'any event'
  if (typeof event === 'string') return quoted(event)
  if ('startsWith' in event) return `any event that starts with ${quoted(event.startsWith)}`
  return event.length === 1
    ? event.map(quoted).join('')
    : `any of ${joined(event.map(quoted), 'and')}`
}

function filterWords(filter: Filter, isInside: boolean): string {
  if (isNode(filter)) return nodeWords(filter, isInside)
  return grouped(
    filter.map((node) => nodeWords(node, isInside || filter.length > 1)),
    'all',
    isInside,
  )
}

function nodeWords(node: FilterNode, isInside: boolean): string {
  if ('all' in node || 'any' in node) {
    const [by, members] =
      'all' in node ? (['all', node.all] as const) : (['any', node.any] as const)
    const inner = members.map((member) => nodeWords(member, isInside || members.length > 1))
    return grouped(inner, by, isInside)
  }
  if ('not' in node) {
    const claim = leafClaim(node.not)
    return claim === undefined ? `it is not so that (${nodeWords(node.not, false)})` : claim.no
  }
  return leafClaim(node)?.yes ?? ''
}

/** What one test of a filter says; nothing for groups. */
function leafClaim(node: FilterNode): Claim | undefined {
  if ('property' in node) return valueClaim(quoted(node.property), predicateClaim(node.is))
  if ('context' in node)
    return valueClaim(`context ${quoted(node.context)}`, predicateClaim(node.is))
  if ('some' in node) {
    const where = filterWords(node.where, false)
    const of = `element of ${quoted(node.some)}${where === '' ? '' : ` (where ${where})`}`
    return { yes: `there is an ${of}`, no: `there is no ${of}` }
  }
  if ('time' in node) {
    const words = timeWords(node.time)
    return { yes: `it was ${words}`, no: `it was not ${words}` }
  }
  return undefined
}

function valueClaim(value: string, claim: Claim): Claim {
  return { yes: `${value} ${claim.yes}`, no: `${value} ${claim.no}` }
}

const days: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

function timeWords(time: {
  readonly weekday?: readonly Weekday[]
  readonly hours?: readonly [number, number]
}): string {
  const { weekday, hours } = time
  const parts: string[] = []
  if (weekday !== undefined)
    parts.push(
      `on a ${joined(
        weekday.map((day) => days[day]),
        'or',
      )}`,
    )
  if (hours !== undefined) parts.push(`from ${hours[0]}:00 until ${hours[1]}:00`)
  return parts.join(' ')
}
