import type { Migration } from '@muster/client'
import { shortJson } from '../format/json.ts'
import { formatCount, formatPart, formatPeople } from '../format/number.ts'
import type { HeatRow } from '../kit/index.ts'

export const NONE = 'none of them'

/** What a state is called: an audience by its name, a value as it is written. */
export function stateName({ name, value }: Migration['states'][number]): string {
  return value === null ? name : shortJson(value, 32)
}

/** The states that anybody was in then, as rows, against those that anybody is in later; the darkest is the largest part of a row. */
export function migrationGrid({ states, flows }: Migration): {
  readonly columns: readonly string[]
  readonly rows: readonly HeatRow[]
} {
  const names = states.map(stateName)
  const [before, after] = [placesOf(flows, 'from'), placesOf(flows, 'to')]
  const nameOf = (place: number | null) => (place === null ? NONE : (names[place] ?? ''))
  const counts = new Map(flows.map(({ from, to, people }) => [`${from} ${to}`, people]))
  return {
    columns: after.map(nameOf),
    rows: before.map((from): HeatRow => {
      const all = flows
        .filter((flow) => flow.from === from)
        .reduce((sum, { people }) => sum + people, 0)
      return {
        ...{ id: String(from), head: nameOf(from), note: formatCount(all) },
        cells: after.map((to) => {
          const people = counts.get(`${from} ${to}`) ?? 0
          return {
            text: people === 0 ? '·' : formatCount(people),
            says: `From ${nameOf(from)} to ${nameOf(to)}: ${formatPeople(people)}, ${formatPart(people, all)} of those who were in ${nameOf(from)}.`,
            weight: all === 0 ? 0 : people / all,
          }
        }),
      }
    }),
  }
}

export function migrationRows({ states, flows }: Migration): readonly (readonly string[])[] {
  const names = states.map(stateName)
  const nameOf = (place: number | null) => (place === null ? '' : (names[place] ?? ''))
  return [
    ['from', 'to', 'people'],
    ...flows.map(({ from, to, people }) => [nameOf(from), nameOf(to), String(people)]),
  ]
}

function placesOf(flows: Migration['flows'], side: 'from' | 'to'): readonly (number | null)[] {
  const places = new Set(flows.map((flow) => flow[side]))
  return [...places].sort((a, b) => (a ?? Infinity) - (b ?? Infinity))
}
