import type { JsonObject } from '@muster/core'
import { cellOf, textOf } from './cell.ts'
import { holds } from './condition.ts'
import type { Read } from './fault.ts'
import { bad, good, quote } from './fault.ts'
import type { EventRule } from './mapping.ts'

/** Reads the event's name of a row by the mapping's rule. */
export function eventReader(
  rule: EventRule,
  missing: readonly string[],
): (cells: JsonObject) => Read<string> {
  switch (rule.kind) {
    case 'constant':
      return () => good(rule.event)
    case 'column':
      return (cells) => {
        const text = textOf(cellOf(cells, rule.column))
        const event = rule.values === undefined ? text : ownText(rule.values, text)
        if (event !== undefined && event !== '') return good(event)
        const message = `${quote(text)} names no event. List it under the event's values, or skip such rows by a rule.`
        return bad('unknown_event', [rule.column], message)
      }
    case 'cases':
      return (cells) => {
        const found = rule.cases.find(({ when }) => holds(when, cells, missing))
        const event = found?.event ?? rule.otherwise
        if (event !== undefined) return good(event)
        const message =
          'None of the cases of the event holds. Add one, or "otherwise", or skip such rows by a rule.'
        return bad('unknown_event', [], message)
      }
  }
}

function ownText(values: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined
}
