import type { Catalogue } from '@muster/client'
import { formatCount } from '../format/number.ts'
import { shortJson } from '../format/json.ts'
import type { PickerItem } from '../kit/pickerItem.ts'

type Traits = Catalogue['traits']

/** Traits that are states by their meaning, whether anybody has them yet or not. */
const STATES = ['lifecycle.stage', 'rfm.segment', 'plan']

/** Traits to move between the values of: those that are states first, then what has been seen, the most seen first; numbers and lists last. */
export function traitItems(traits: Traits): readonly PickerItem[] {
  const seen = [...traits].sort((a, b) => rank(b) - rank(a))
  const known = new Set(seen.map(({ path }) => path))
  const rest = STATES.filter((path) => !known.has(path))
  return [
    ...seen.map(({ path, types, samples }) => ({
      ...{ id: path, text: path, note: formatCount(countOf(types)) },
      ...(samples.length > 0 && {
        detail: samples
          .slice(0, 4)
          .map((value) => shortJson(value, 24))
          .join(' · '),
      }),
    })),
    ...rest.map((path) => ({ id: path, text: path, note: 'not seen yet' })),
  ]
}

/** The first of the traits that are states, as far as they have been seen; else what looks most like one. */
export function startingTrait(traits: Traits): string {
  const [best] = [...traits].sort((a, b) => rank(b) - rank(a))
  return best?.path ?? ''
}

function rank({ path, types, samples }: Traits[number]): number {
  const isState = STATES.includes(path) ? 3 - STATES.indexOf(path) / STATES.length : 0
  const isText = types.every(({ type }) => type === 'text' || type === 'boolean')
  // What everybody has another value of is no state.
  const looksLikeOne = isText && samples.length > 0 && !/name|email|phone|id$|date|at$/i.test(path)
  return isState * 1e12 + (looksLikeOne ? 1e9 : 0) + countOf(types)
}

function countOf(types: Traits[number]['types']): number {
  return types.reduce((sum, { count }) => sum + count, 0)
}
