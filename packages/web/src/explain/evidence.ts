import type { Explanation, Found, Json, Measured } from '@muster/core'
import { describe } from '@muster/core'
import { formatNumber, formatPart } from '../format/number.ts'
import { shortJson } from '../format/json.ts'
import type { TimeFormat } from '../format/time.ts'

/** What ids are called. */
export type Names = NonNullable<Parameters<typeof describe>[1]>

/** What a condition asks, without the frame of a sentence: `did “Order Completed” in the last 30 days`. */
export function questionOf({ condition }: Explanation, names: Names): string {
  if ('all' in condition) return 'All of these'
  if ('any' in condition) return 'Any of these'
  if ('not' in condition && isGroup(condition.not)) return 'Not these together'
  return describe(condition, names)
    .replace(/^People (?:who )?/, '')
    .replace(/\.$/, '')
}

function isGroup(condition: Explanation['condition']): boolean {
  return 'all' in condition || 'any' in condition || 'not' in condition
}

/** What was found, in words: one line for each thing that can be said. */
export function evidenceOf(found: Found, time: TimeFormat): readonly string[] {
  switch (found.kind) {
    case 'group':
    case 'everyone':
    case 'list':
    case 'audience':
      return []
    case 'trait': {
      if (found.values.length === 0) return ['There is no value.']
      const since = found.since === undefined ? '' : `, since ${time.minute(found.since)}`
      return [`It is ${found.values.map(valueText).join(', ')}${since}.`]
    }
    case 'change':
      return found.changes.length === 0
        ? ['It did not change so.']
        : found.changes.map(
            ({ at, from, to }) =>
              `${time.minute(at)}: from ${valuesText(from)} to ${valuesText(to)}.`,
          )
    case 'event':
      return measuredText(found, time)
    case 'ratio': {
      const [over, under] = found.parts
      const parts = [over, under].map(({ measured }) => numberText(measured))
      return [
        `${parts.join(' to ')}${found.measured === undefined ? '' : `, which is ${numberText(found.measured)}`}.`,
      ]
    }
    case 'sequence': {
      const steps = found.steps.map(({ name, at }) => `${name}, ${time.second(at)}`)
      return [...steps, ...(found.missed === undefined ? [] : [missedWords[found.missed]])]
    }
    case 'not_followed_by':
      return [
        ...found.unanswered.map(({ name, at }) => `${name}, ${time.second(at)}: nothing followed.`),
        ...found.waiting.map(
          ({ name, at }) => `${name}, ${time.second(at)}: the time is not up yet.`,
        ),
        ...(found.unanswered.length + found.waiting.length === 0 ? ['No such event is open.'] : []),
      ]
    case 'share':
      return [`Drawn at ${formatPart(found.measured, 1)}.`]
    case 'identifier':
      return [`There are ${numberText(found.measured)}.`]
    case 'account':
      return found.accounts.length === 0
        ? ['They belong to no account.']
        : [`Accounts: ${found.accounts.map(({ id }) => id).join(', ')}.`]
  }
}

const missedWords = {
  incomplete: 'The next step is missing.',
  too_late: 'The last step came too late.',
  interrupted: 'Something came in between.',
} as const

function measuredText(found: Measured, time: TimeFormat): readonly string[] {
  const count = `${formatNumber(found.matching)} matching ${found.matching === 1 ? 'event' : 'events'}`
  const value = found.value === undefined ? '' : `, the value is ${valueText(found.value)}`
  const isMore = found.measured !== undefined && found.measured !== String(found.matching)
  const measured = isMore ? `, which come to ${numberText(found.measured)}` : ''
  const [newest] = found.events
  const last = newest === undefined ? '' : `; the latest ${time.minute(newest.at)}`
  return [`${count}${measured}${value}${last}.`]
}

/** Exact decimal text, with separators. */
function numberText(text: string | undefined): string {
  if (text === undefined) return 'nothing'
  const [whole = '', part] = text.split('.')
  const grouped = /^-?\d+$/.test(whole) ? formatNumber(BigInt(whole)) : whole
  return part === undefined ? grouped : `${grouped}.${part}`
}

function valueText(value: Json): string {
  return typeof value === 'string' ? `“${shortJson(value)}”` : shortJson(value)
}

function valuesText(values: readonly Json[]): string {
  return values.length === 0 ? 'nothing' : values.map(valueText).join(', ')
}
