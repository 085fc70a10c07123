import { explanationParts } from '@muster/core'
import type { Explanation, Found, Measured } from '@muster/core'
import { formatInstant, formatNumber, formatValue } from './format.ts'
import type { Paints } from './paint.ts'
import { printable } from './printable.ts'

/** Why somebody is in an audience or not: each condition on a line with what was found, its parts indented under it. */
export function explanationText(explanation: Explanation, paint: Paints, indent = ''): string {
  const { condition, holds, found } = explanation
  const sign = holds ? paint.green('✓') : paint.red('✗')
  const what = found.kind === 'group' ? (Object.keys(condition)[0] ?? '') : titleOf(explanation)
  const line = `${indent}${sign} ${printable(what)}${paint.dim(printable(evidenceOf(found)))}\n`
  const under = explanationParts(explanation).map((part) =>
    explanationText(part, paint, `${indent}  `),
  )
  return line + under.join('')
}

function titleOf({ condition }: Explanation): string {
  return formatValue(condition as never, 90)
}

function evidenceOf(found: Found): string {
  const text = foundText(found)
  return text === '' ? '' : `  ${text}`
}

function foundText(found: Found): string {
  switch (found.kind) {
    case 'group':
    case 'everyone':
    case 'list':
      return ''
    case 'trait': {
      const values = found.values.map((value) => formatValue(value)).join(', ')
      const since = found.since === undefined ? '' : ` since ${formatInstant(found.since)}`
      return values === '' ? 'no value' : `is ${values}${since}`
    }
    case 'change':
      return `${formatNumber(found.changes.length)} changes`
    case 'event':
      return measuredText(found)
    case 'ratio':
      return `${found.measured ?? 'no ratio'} (${found.parts.map(measuredText).join(' / ')})`
    case 'sequence':
      return found.steps.map(({ name, at }) => `${name} ${formatInstant(at)}`).join(' → ')
    case 'not_followed_by':
      return `${formatNumber(found.unanswered.length)} unanswered, ${formatNumber(found.waiting.length)} waiting`
    case 'audience':
      return found.id
    case 'share':
      return found.measured.toFixed(4)
    case 'identifier':
      return `has ${found.measured}`
    case 'account':
      return found.accounts.map(({ id }) => id).join(', ')
  }
}

function measuredText({ matching, measured, value, events }: Measured): string {
  const result = measured ?? (value === undefined ? 'nothing' : formatValue(value))
  const latest = events[0] === undefined ? '' : `, last ${formatInstant(events[0].at)}`
  return `${result} from ${formatNumber(matching)} events${latest}`
}
