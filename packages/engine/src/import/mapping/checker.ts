import type { Refusal } from '../../metadata/outcome.ts'

export type Place = readonly (string | number)[]

/** Collects what is wrong with a mapping, so that one answer tells all of it; a check that fails gives nothing and goes on. */
export interface Checker {
  readonly issues: readonly Refusal<string>[]
  readonly say: (code: string, at: Place, message: string) => void
  /** An object with no other keys than these. */
  readonly object: (value: unknown, at: Place, keys?: readonly string[]) => Parts | undefined
  /** Text that is not empty. */
  readonly text: (value: unknown, at: Place) => string | undefined
  readonly texts: (value: unknown, at: Place) => readonly string[] | undefined
  readonly list: (value: unknown, at: Place) => readonly unknown[]
  /** One of some words; without a value the first. */
  readonly word: <Word extends string>(
    value: unknown,
    at: Place,
    words: readonly [Word, ...Word[]],
  ) => Word
  /** False without a value. */
  readonly flag: (value: unknown, at: Place) => boolean
  readonly count: (value: unknown, at: Place) => number | undefined
  /** A column's name, which the file has, as far as its columns are known. */
  readonly column: (value: unknown, at: Place) => string
}
export type Parts = Readonly<Record<string, unknown>>

export function createChecker(columns: readonly string[] | undefined): Checker {
  const issues: Refusal<string>[] = []
  const say = (code: string, at: Place, message: string) => {
    issues.push({ code, at, message })
  }
  const text = (value: unknown, at: Place) => {
    if (typeof value === 'string' && value !== '') return value
    say('not_a_text', at, `${nameOf(at)} is a text that is not empty. Give one.`)
    return undefined
  }
  const list = (value: unknown, at: Place): readonly unknown[] => {
    if (Array.isArray(value)) return value as readonly unknown[]
    say('not_a_list', at, `${nameOf(at)} is a list. Write it in [ ].`)
    return []
  }
  return {
    issues,
    say,
    text,
    list,
    object: (value, at, keys) => {
      if (!isParts(value)) {
        say('not_an_object', at, `${nameOf(at)} is an object. Write it in { }.`)
        return undefined
      }
      for (const key of Object.keys(value)) {
        if (keys === undefined || keys.includes(key)) continue
        say(
          'unknown_key',
          [...at, key],
          `"${key}" means nothing here. Known are ${keys.join(', ')}.`,
        )
      }
      return value
    },
    texts: (value, at) => {
      const texts = list(value, at).flatMap((one, index) => text(one, [...at, index]) ?? [])
      if (texts.length > 0) return texts
      say('empty_list', at, `${nameOf(at)} is empty. List at least one.`)
      return undefined
    },
    word: (value, at, words) => {
      if (value === undefined) return words[0]
      const word = words.find((known) => known === value)
      if (word !== undefined) return word
      say('unknown_word', at, `${nameOf(at)} is one of ${words.join(', ')}. Choose one.`)
      return words[0]
    },
    flag: (value, at) => {
      if (value === undefined || typeof value === 'boolean') return value ?? false
      say('not_a_boolean', at, `${nameOf(at)} is true or false. Choose one.`)
      return false
    },
    count: (value, at) => {
      if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
      say('not_a_count', at, `${nameOf(at)} is a whole number above 0. Give one.`)
      return undefined
    },
    column: (value, at) => {
      const column = text(value, at)
      if (column === undefined) return ''
      if (columns === undefined || columns.includes(column)) return column
      // A column of Parquet may be a struct.
      if (columns.includes(column.split('.')[0] ?? '')) return column
      say('unknown_column', at, `The file has no column "${column}". It has ${listed(columns)}.`)
      return column
    },
  }
}

function isParts(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nameOf(at: Place): string {
  return at.length === 0 ? 'The mapping' : `"${String(at.at(-1))}"`
}

function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 40).join(', ')
  return columns.length > 40 ? `${shown} and ${columns.length - 40} more` : shown
}
