/** What a text says by a pattern: a time on the wall, as if it were UTC, in milliseconds. */
export interface WallTime {
  readonly wall: number
  /** How far the text's own offset is ahead of UTC, when the pattern has one. */
  readonly offset?: number
  /** The pattern has no time of day, so that the day's first instant is meant. */
  readonly dateOnly: boolean
}

export interface TimePattern {
  readonly hasOffset: boolean
  /** `undefined` when the text does not fit, or names a day or a time that no calendar or clock has. */
  readonly read: (text: string) => WallTime | undefined
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const NAMES =
  'january|february|march|april|may|june|july|august|september|october|november|december'

/** What each field of a pattern matches. The fields are those of Unicode's technical standard 35, as far as files use them. */
const FIELDS: Readonly<Record<string, string>> = {
  yyyy: '(?<year>[0-9]{4})',
  yy: '(?<shortYear>[0-9]{2})',
  MMMM: `(?<monthName>${NAMES})`,
  MMM: `(?<monthName>${MONTHS.join('|')})`,
  MM: '(?<month>[0-9]{2})',
  M: '(?<month>[0-9]{1,2})',
  dd: '(?<day>[0-9]{2})',
  d: '(?<day>[0-9]{1,2})',
  HH: '(?<hour>[0-9]{2})',
  H: '(?<hour>[0-9]{1,2})',
  hh: '(?<half>[0-9]{2})',
  h: '(?<half>[0-9]{1,2})',
  mm: '(?<minute>[0-9]{2})',
  m: '(?<minute>[0-9]{1,2})',
  ss: '(?<second>[0-9]{2})',
  s: '(?<second>[0-9]{1,2})',
  a: '(?<noon>[ap])\\.?m\\.?',
  XXX: '(?<offset>z|[+-][0-9]{2}:?[0-9]{2})',
  EEE: '(?:mon|tue|wed|thu|fri|sat|sun)',
}

/**
 * Compiles a pattern such as `yyyy-MM-dd HH:mm:ss`, `M/d/yyyy h:mm a` or `dd MMM yyyy HH:mm XXX`. Text between single quotes stands for
 * itself, `''` for one quote; names are English and without case; `yy` is 1969 to 2068; `S` is a digit of the fraction of a second.
 * `undefined` for a field that is not known or stands twice, and for a pattern without year, month and day.
 */
export function compileTimePattern(pattern: string): TimePattern | undefined {
  let source = ''
  const fields: string[] = []
  for (const [piece] of pattern.matchAll(/''|'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+|'/g)) {
    if (piece === "'") return undefined
    if (/^[A-Za-z]/.test(piece)) {
      const field = piece.startsWith('S') ? `(?<fraction>[0-9]{${piece.length}})` : FIELDS[piece]
      if (field === undefined) return undefined
      source += field
      fields.push(piece)
    } else {
      source += escaped(
        piece === "''" ? "'" : piece.replace(/^'(.*)'$/s, '$1').replaceAll("''", "'"),
      )
    }
  }
  const has = (letter: string) => fields.some((field) => field.startsWith(letter))
  if (!has('y') || !has('M') || !has('d') || has('h') !== has('a')) return undefined
  const form = expression(source)
  if (form === undefined) return undefined
  const dateOnly = !has('H') && !has('h')
  return { hasOffset: has('X'), read: (text) => read(form, text.trim(), dateOnly) }
}

/** A field that stands twice makes no expression. */
function expression(source: string): RegExp | undefined {
  try {
    return new RegExp(`^${source}$`, 'i')
  } catch {
    return undefined
  }
}

function read(form: RegExp, text: string, dateOnly: boolean): WallTime | undefined {
  const groups = form.exec(text)?.groups
  if (groups === undefined) return undefined
  const number = (name: string) => Number(groups[name] ?? 0)
  const year = groups['year'] === undefined ? fullYear(number('shortYear')) : number('year')
  const name = groups['monthName']
  const month =
    name === undefined ? number('month') : MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1
  const hour =
    groups['half'] === undefined ? number('hour') : hourOf(number('half'), groups['noon'])
  const [day, minute, second] = [number('day'), number('minute'), number('second')]
  if (year < 1 || hour === undefined || hour > 23 || minute > 59 || second > 59) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  const fraction = Number((groups['fraction'] ?? '').slice(0, 3).padEnd(3, '0'))
  const wall = date.setUTCHours(hour, minute, second, fraction)
  const offset = offsetOf(groups['offset'])
  if (offset === 'none') return undefined
  return { wall, dateOnly, ...(offset === undefined ? {} : { offset }) }
}

/** 12 is the first hour of each half of the day. */
function hourOf(half: number, noon = ''): number | undefined {
  if (half < 1 || half > 12) return undefined
  return (half % 12) + (noon.toLowerCase() === 'p' ? 12 : 0)
}

/** As POSIX has it. */
function fullYear(short: number): number {
  return short < 69 ? 2000 + short : 1900 + short
}

function offsetOf(text: string | undefined): number | 'none' | undefined {
  if (text === undefined) return undefined
  if (/^z$/i.test(text)) return 0
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(-2))]
  if (hours > 23 || minutes > 59) return 'none'
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
