import type { ProfileSummary } from '@muster/client'
import type { Json } from '@muster/core'
import { stringifyJson } from '@muster/core'
import { csvText } from '../format/csv.ts'

/** A table of people as CSV, each identifier kind and each trait in a column of its own; several values in one cell are joined with `|`. */
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
  return csvText([head, ...rows])
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort()
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : stringifyJson(value)
}
