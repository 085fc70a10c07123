import { listed, quote } from '../quote.ts'
import type { Parser, Refused, Spot } from './spot.ts'
import { inside, refuse, refuseName } from './spot.ts'

export type Input = Readonly<Record<string, unknown>>

/** What JSON calls an object. */
export function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object's own keys that have a value; `undefined` is how JavaScript writes a key that is left out. */
export function keysOf(input: Input): string[] {
  return Object.keys(input).filter((key) => input[key] !== undefined)
}

/** The value of an own key: nothing is ever found through the prototype. */
export function own(input: Input, key: string): unknown {
  return Object.hasOwn(input, key) ? input[key] : undefined
}

/** The input as an object, or a refusal that says what is wanted instead. */
export function object(value: unknown, spot: Spot, wanted: string): Input | Refused {
  return isInput(value) ? value : refuseType(spot, wanted, value)
}

export function refuseType(spot: Spot, wanted: string, value: unknown): Refused {
  return refuse(spot, 'wrong_type', `Expected ${wanted}, found ${typeName(value)}.`)
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : String(value)
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    bigint: 'a number',
    boolean: 'true or false',
    object: 'an object',
    undefined: 'nothing',
  }
  return names[typeof value] ?? `a ${typeof value}`
}

export interface Field<T, Required extends boolean> {
  readonly parse: Parser<T>
  readonly required: Required
}

export function required<T>(parse: Parser<T>): Field<T, true> {
  return { parse, required: true }
}

export function optional<T>(parse: Parser<T>): Field<T, false> {
  return { parse, required: false }
}

type Fields = Readonly<Record<string, Field<unknown, boolean>>>
type ValueOf<F> = F extends Field<infer T, boolean> ? T : never
/** The object that a table of fields describes. */
export type Shape<F extends Fields> = {
  readonly [K in keyof F as F[K] extends Field<unknown, true> ? K : never]: ValueOf<F[K]>
} & {
  readonly [K in keyof F as F[K] extends Field<unknown, true> ? never : K]?: ValueOf<F[K]>
}

/** Reads an object with exactly these keys, and reports every one that is unknown, missing or wrong. */
export function record<F extends Fields>(
  value: unknown,
  spot: Spot,
  fields: F,
): Shape<F> | Refused {
  const input = object(value, spot, `an object with ${listed(Object.keys(fields))}`)
  if (input === null) return null
  let sound = refuseUnknownKeys(input, spot, Object.keys(fields))
  const result: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(fields)) {
    const member = own(input, key)
    if (member === undefined) {
      if (!field.required) continue
      refuse(inside(spot, key), 'missing_key', `The key "${key}" is missing. Add it.`)
      sound = false
      continue
    }
    const parsed = field.parse(member, inside(spot, key))
    if (parsed === null) sound = false
    else result[key] = parsed
  }
  // Each key was read by its own field's parser, which is what Shape says.
  return sound ? (result as Shape<F>) : null
}

function refuseUnknownKeys(input: Input, spot: Spot, known: readonly string[]): boolean {
  const unknown = keysOf(input).filter((key) => !known.includes(key))
  for (const key of unknown) {
    const message = `The key ${quote(key)} has no meaning here.`
    const unused = known.filter((name) => own(input, name) === undefined)
    refuseName(spot, 'unknown_key', message, key, unused)
  }
  return unknown.length === 0
}

/** Reads a list, every member by the same parser; all faulty members are reported. */
export function list<T>(member: Parser<T>, wanted: string): Parser<readonly T[]> {
  return (value, spot) => {
    if (!Array.isArray(value)) return refuseType(spot, wanted, value)
    const members: readonly unknown[] = value
    const parsed: T[] = []
    for (const [index, item] of members.entries()) {
      const result = member(item, inside(spot, index))
      if (result !== null) parsed.push(result)
    }
    return parsed.length === members.length ? parsed : null
  }
}

/** Like `list`, but at least one member is needed. */
export function filledList<T>(
  member: Parser<T>,
  wanted: string,
  code: 'empty_list' | 'empty_group' = 'empty_list',
): Parser<readonly T[]> {
  const parse = list(member, wanted)
  return (value, spot) =>
    Array.isArray(value) && value.length === 0
      ? refuse(spot, code, 'The list is empty. Put at least one member in, or take the whole out.')
      : parse(value, spot)
}
