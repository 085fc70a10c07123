import type { Duration, Numeric, NumberTest, Scalar } from '../definition.ts'

/** A claim and its opposite, each as words that can stand where the other stands. */
export interface Claim {
  readonly yes: string
  readonly no: string
}

/** Text or a name in quotes; a quote inside is escaped, so that nobody can write words of ours into it. */
export function quoted(text: string): string {
  return `“${text.replace(/[“”\\]/g, '\\$&')}”`
}

/** Text is quoted, numbers and truth are bare: “5” and 5 are two values. */
export function scalarWords(value: Scalar): string {
  return typeof value === 'string' ? quoted(value) : String(value)
}

/** `a`, `a and b`, `a, b and c`; `but` means `and`. */
export function joined(words: readonly string[], by: 'and' | 'or' | 'but'): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${by} ${last}`
}

const units: Readonly<Record<string, string>> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
}

/** `30d` as `30 days`. */
export function durationWords(duration: Duration): string {
  const count = duration.slice(0, -1)
  const unit = units[duration.slice(-1)] ?? ''
  return count === '1' ? `1 ${unit}` : `${count} ${unit}s`
}

/** A stretch behind `the last` or `the next`: `30 days`, but `day` alone. */
export function stretchWords(duration: Duration): string {
  return durationWords(duration).replace(/^1 /, '')
}

/** What a number is tested for: `at least 3`. Of things that are counted `less` is `fewer`. */
export function numberWords(test: NumberTest, less: 'less' | 'fewer' = 'less'): string {
  if ('atLeast' in test) return `at least ${number(test.atLeast)}`
  if ('atMost' in test) return `at most ${number(test.atMost)}`
  if ('moreThan' in test) return `more than ${number(test.moreThan)}`
  if ('lessThan' in test) return `${less} than ${number(test.lessThan)}`
  if ('exactly' in test) return `exactly ${number(test.exactly)}`
  return `between ${number(test.between[0])} and ${number(test.between[1])}`
}

/** `at least 3 times`. */
export function counted(test: NumberTest, thing: string): string {
  const one = [1, 1n].includes(lastNumber(test))
  return `${numberWords(test, 'fewer')} ${one ? thing : `${thing}s`}`
}

function lastNumber(test: NumberTest): Numeric {
  if ('between' in test) return test.between[1]
  return Object.values(test)[0] ?? 0
}

function number(value: Numeric): string {
  return String(value)
}

/** The members as one clause: in brackets when it stands inside of another, so that `and` and `or` never mix. */
export function grouped(
  members: readonly string[],
  by: 'all' | 'any',
  isInside: boolean,
  and: 'and' | 'but' = 'and',
): string {
  const [only] = members
  if (members.length < 2) return only ?? ''
  const words = by === 'all' ? joined(members, and) : `either ${joined(members, 'or')}`
  return isInside ? `(${words})` : words
}
