import type { TraitExpression, TraitMeasure } from '../computedTrait.ts'
import type { Aggregate } from '../definition.ts'
import { describe, type Names } from './describe.ts'
import { measureWords } from './event.ts'
import { stepWords } from './step.ts'
import { windowWords } from './window.ts'
import { joined, quoted, scalarWords } from './words.ts'

/** What a checked computed trait comes to, as one English sentence: `Number of “Order Completed” in the last 90 days.` */
export function describeTrait(expression: TraitExpression, names: Names = {}): string {
  const words = expressionWords(expression, names)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

function expressionWords(expression: TraitExpression, names: Names): string {
  if ('cases' in expression) {
    const cases = expression.cases.map(({ when, value }) => {
      const people = describe(when, names).replace(/\.$/, '')
      return `${scalarWords(value)} for ${people.charAt(0).toLowerCase()}${people.slice(1)}`
    })
    const { otherwise } = expression
    const rest = otherwise === undefined ? [] : [`${scalarWords(otherwise)} for everyone else`]
    return [...cases, ...rest].join('; else ')
  }
  if ('most' in expression) {
    const rivals = expression.most.map(({ value, of }) => `${quoted(value)} [${measureWords(of)}]`)
    return `whichever is greatest of ${joined(rivals, 'and')}`
  }
  if ('text' in expression) {
    const parts = expression.text.map((part) =>
      quoted(typeof part === 'string' ? part : part.trait),
    )
    return `${joined(parts, 'and')} joined to one text`
  }
  if ('ratio' in expression) return `ratio of ${pairWords(expression.ratio, 'to')}`
  if ('difference' in expression) return `difference of ${pairWords(expression.difference, 'less')}`
  return traitMeasureWords(expression)
}

const pairWords = (
  pair: Extract<TraitExpression, { readonly ratio: unknown }>['ratio'],
  word: string,
): string => pair.map((measure) => `[${measureWords(measure)}]`).join(` ${word} `)

const special: Readonly<Record<string, string>> = {
  daysSinceFirst: 'days since the first',
  daysSinceLast: 'days since the last',
  mostFrequentHour: 'most frequent hour of',
  mostFrequentWeekday: 'most frequent weekday of',
}

function traitMeasureWords({ aggregate = 'count', ...events }: TraitMeasure): string {
  const of = `${stepWords(events)} ${windowWords(events.window)}`
  if (typeof aggregate === 'string' && special[aggregate] !== undefined)
    return `${special[aggregate]} ${of}`
  if (typeof aggregate === 'object' && 'mostFrequent' in aggregate)
    return `most frequent ${quoted(aggregate.mostFrequent)} from ${of}`
  return measureWords({ ...events, aggregate: aggregate as Aggregate })
}
