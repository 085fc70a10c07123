import type { Refusal } from '../../metadata/outcome.ts'
import type { TextLine } from './readLines.ts'

/** One record of a CSV; `line` is where it begins. */
export type CsvRecord =
  | { readonly line: number; readonly fields: readonly string[] }
  | { readonly line: number; readonly fault: Refusal<string> }

export interface CsvRecords {
  /** The record that ends with this line, if one does. */
  readonly feed: (line: TextLine) => CsvRecord | undefined
  /** What is left when the file ends: a quote that nobody closed. */
  readonly end: () => CsvRecord | undefined
}

/** In UTF-16 units; more than that is a quote that nobody closed. */
const longestRecord = 1_048_576

/**
 * Puts records together from lines, as RFC 4180 has it: a field that begins with `"` goes to the next single `"`, over line ends, and
 * `""` in it is one. In a field that does not begin with a quote, quotes are text. `blanks` as the delimiter means any run of blanks and
 * tabs, with no quoting. Empty lines are no records.
 */
export function csvRecords(delimiter: string): CsvRecords {
  return delimiter === 'blanks' ? blankSeparated() : quotable(delimiter)
}

function blankSeparated(): CsvRecords {
  return {
    feed: ({ number, text, tooLong }) => {
      if (tooLong) return overlong(number)
      const trimmed = text.trim()
      return trimmed === '' ? undefined : { line: number, fields: trimmed.split(/[ \t]+/) }
    },
    end: () => undefined,
  }
}

function quotable(delimiter: string): CsvRecords {
  let fields: string[] = []
  /** What stands so far in a quoted field that goes on in the next line. */
  let open: string | undefined
  let first = 0
  let length = 0

  const finish = (): CsvRecord => {
    const record = { line: first, fields }
    fields = []
    return record
  }
  const give = (fault: Refusal<string>): CsvRecord => {
    fields = []
    open = undefined
    return { line: first, fault }
  }
  /** Reads on from `at`, which is a field's begin, or the middle of a quoted one. */
  const scan = (text: string): CsvRecord | undefined => {
    let at = 0
    for (;;) {
      if (open === undefined) {
        if (text[at] !== '"') {
          const end = text.indexOf(delimiter, at)
          if (end < 0) {
            fields.push(withoutReturn(text.slice(at)))
            return finish()
          }
          fields.push(text.slice(at, end))
          at = end + delimiter.length
          continue
        }
        open = ''
        at++
      }
      const close = closingQuote(text, at)
      open += text.slice(at, close < 0 ? text.length : close).replaceAll('""', '"')
      if (close < 0) {
        open += '\n'
        return undefined
      }
      fields.push(open)
      open = undefined
      at = close + 1
      if (at === text.length || text.slice(at) === '\r') return finish()
      if (!text.startsWith(delimiter, at)) return give(textAfterQuote(fields.length))
      at += delimiter.length
    }
  }

  return {
    feed: ({ number, text, tooLong }) => {
      if (open === undefined) {
        first = number
        length = 0
        if (text === '' || text === '\r') return tooLong ? overlong(number) : undefined
        // By far the most lines have no quote at all.
        if (!text.includes('"'))
          return { line: number, fields: withoutReturn(text).split(delimiter) }
      }
      length += text.length
      if (tooLong || length > longestRecord) return give(unclosed(number))
      return scan(text)
    },
    end: () => (open === undefined ? undefined : give(unclosed())),
  }
}

/** The place of the `"` that ends a quoted field, looked for from `at`; -1 when the field goes on in the next line. */
function closingQuote(text: string, at: number): number {
  let quote = text.indexOf('"', at)
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2)
  return quote
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text
}

function overlong(line: number): CsvRecord {
  const message = `The line has more than ${longest()} characters. Is the file what its name says?`
  return { line, fault: { code: 'line_too_long', at: [], message } }
}

const longest = () => longestRecord.toLocaleString('en')

function textAfterQuote(field: number): Refusal<string> {
  const message = `Field ${field} goes on behind its closing quote. Write quotes within a quoted field twice.`
  return { code: 'text_after_quote', at: [], message }
}

function unclosed(upTo?: number): Refusal<string> {
  const swallowed = upTo === undefined ? 'the end of the file' : `line ${upTo}`
  const message = `A quote is opened and not closed up to ${swallowed}; all lines in between are lost with it. Close it.`
  return { code: 'unclosed_quote', at: [], message }
}
