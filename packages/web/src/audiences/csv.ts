import type { ProfileSummary } from '@muster/client'
import type { Json } from '@muster/core'
import { stringifyJson } from '@muster/core'

/** A table of people as CSV (RFC 4180), each identifier kind and each trait in a column of its own; several values in one cell are joined with `|`. */
export function peopleAsCsv(people: readonly ProfileSummary[]): string {
  const kinds = unique(people.flatMap(({ identifiers }) => identifiers.map(({ kind }) => kind)))
  const traits = unique(people.flatMap((person) => Object.keys(person.traits)))
  const head = ['profile', ...kinds, ...traits.map((name) => `trait.${name}`)]
  const rows = people.map(({ profile, identifiers, traits: values }) => [
    profile,
    ...kinds.map((kind) =>
      identifiers
        .filter((each) => each.kind === kind)
        .map(({ value }) => value)
        .join('|'),
    ),
    ...traits.map((name) => textOf(values[name])),
  ])
  return [head, ...rows].map((row) => row.map(cell).join(',') + '\r\n').join('')
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort()
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : stringifyJson(value)
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe, so that nobody's name runs anything. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
