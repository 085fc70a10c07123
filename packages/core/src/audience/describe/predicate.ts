import type { NumberTest, Predicate } from '../definition.ts'
import type { Claim } from './words.ts'
import { durationWords, joined, numberWords, quoted, scalarWords, stretchWords } from './words.ts'

/**
 * What is said of a value: `is at least 5`, and its opposite. Only `exists: false` holds of a missing value, so every other opposite
 * names it.
 */
export function predicateClaim(predicate: Predicate): Claim {
  if ('exists' in predicate) {
    return predicate.exists
      ? { yes: 'has a value', no: 'has no value' }
      : { yes: 'is missing', no: 'is not missing' }
  }
  const { yes, no } = verbClaim(predicate)
  return { yes, no: `${no} (or is missing)` }
}

function verbClaim(predicate: Exclude<Predicate, { readonly exists: boolean }>): Claim {
  if ('contains' in predicate)
    return verb('contain', quoted(predicate.contains) + caseOf(predicate))
  if ('startsWith' in predicate) {
    return verb('start', `with ${quoted(predicate.startsWith)}${caseOf(predicate)}`)
  }
  if ('endsWith' in predicate) {
    return verb('end', `with ${quoted(predicate.endsWith)}${caseOf(predicate)}`)
  }
  if ('matches' in predicate) return verb('match', `the pattern ${quoted(predicate.matches)}`, 'es')
  if ('includes' in predicate) {
    return verb('include', `the element ${scalarWords(predicate.includes)}`)
  }
  const rest = stateWords(predicate)
  return { yes: `is ${rest}`, no: `is not ${rest}` }
}

type State = Exclude<
  Predicate,
  | { readonly exists: boolean }
  | { readonly contains: string }
  | { readonly startsWith: string }
  | { readonly endsWith: string }
  | { readonly matches: string }
  | { readonly includes: unknown }
>

/** What stands behind `is`. */
function stateWords(predicate: State): string {
  if ('equals' in predicate) return scalarWords(predicate.equals) + caseOf(predicate)
  if ('oneOf' in predicate) {
    return `one of ${joined(predicate.oneOf.map(scalarWords), 'and')}${caseOf(predicate)}`
  }
  if ('before' in predicate) return `before ${predicate.before}`
  if ('onOrAfter' in predicate) return `on or after ${predicate.onOrAfter}`
  if ('withinLast' in predicate) return `within the last ${stretchWords(predicate.withinLast)}`
  if ('moreThanAgo' in predicate) return `${durationWords(predicate.moreThanAgo)} ago or longer`
  if ('withinNext' in predicate) return `within the next ${stretchWords(predicate.withinNext)}`
  if ('moreThanAhead' in predicate) {
    return `more than ${durationWords(predicate.moreThanAhead)} ahead`
  }
  if ('anniversaryWithin' in predicate) {
    return `a date whose anniversary comes within ${durationWords(predicate.anniversaryWithin)}`
  }
  if ('some' in predicate) {
    return `a list with an element that ${predicateClaim(predicate.some).yes}`
  }
  if ('length' in predicate) return `a list with a length of ${numberWords(predicate.length)}`
  if ('near' in predicate) {
    const { lat, lon, km } = predicate.near
    return `within ${km} km of latitude ${lat} and longitude ${lon}`
  }
  return numberWords(predicate)
}

/** A test of an aggregate: of a number, or of the value that `first` or `last` found. */
export function isNumberTest(test: NumberTest | Predicate): test is NumberTest {
  const names = ['atLeast', 'atMost', 'moreThan', 'lessThan', 'exactly', 'between']
  return names.some((name) => Object.hasOwn(test, name))
}

function verb(stem: string, rest: string, ending = 's'): Claim {
  return { yes: `${stem}${ending} ${rest}`, no: `does not ${stem} ${rest}` }
}

function caseOf(predicate: { readonly ignoreCase?: boolean }): string {
  return predicate.ignoreCase === true ? ' (ignoring case)' : ''
}
