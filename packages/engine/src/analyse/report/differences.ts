import {
  benjaminiHochberg,
  chiSquareTest,
  strengthOf,
  welchTest,
  without,
  type Json,
  type Moments,
  type TestResult,
} from '@muster/core'
import type { Difference, Preference } from '../reportApi.ts'
import type { Counted, Sizes } from './activity.ts'
import type { TraitFacts } from './traits.ts'

/** Something that may set the audience apart, tested but not yet corrected. */
export interface Candidate {
  readonly kind: Difference['kind']
  readonly name: string
  readonly test: TestResult
  /** People on both sides of the test. */
  readonly sizes: readonly [number, number]
  readonly values: Difference['values']
  readonly means: Difference['means']
}

/** What people share one value at most, or are counted under: of so many members and of so many people. */
export function preference({ name, members, all }: Counted, known: Sizes): Preference {
  const [shareOfMembers, shareOfAll] = [ratio(members, known.members), ratio(all, known.all)]
  return {
    ...{ name, members, all, shareOfMembers, shareOfAll },
    index: shareOfAll === 0 ? undefined : (100 * shareOfMembers) / shareOfAll,
  }
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

/** Something that each person has done or not. */
export function didOrNot(kind: Difference['kind'], counted: Counted, sizes: Sizes): Candidate {
  const others = sizes.all - sizes.members
  const othersWho = counted.all - counted.members
  return {
    kind,
    name: counted.name,
    test: chiSquareTest([
      [counted.members, sizes.members - counted.members],
      [othersWho, others - othersWho],
    ]),
    sizes: [sizes.members, others],
    values: [valued(true, counted, sizes)],
    means: undefined,
  }
}

/** Something of which each person has one at most: a trait's value, a preferred channel. */
export function oneOfSeveral(
  kind: Difference['kind'],
  name: string,
  values: readonly { readonly value: Json; readonly members: number; readonly all: number }[],
): Candidate {
  const known = {
    members: values.reduce((n, { members }) => n + members, 0),
    all: values.reduce((n, { all }) => n + all, 0),
  }
  return {
    ...{ kind, name },
    test: chiSquareTest(values.map(({ members, all }) => [members, all - members])),
    sizes: [known.members, known.all - known.members],
    values: values
      .map(({ value, ...counted }) => valued(value, counted, known))
      .toSorted((a, b) => (b.index ?? 0) - (a.index ?? 0)),
    means: undefined,
  }
}

const valued = (value: Json, counted: Sizes, sizes: Sizes): Difference['values'][number] => {
  const { members, all, shareOfMembers, shareOfAll, index } = preference(
    { name: '', ...counted },
    sizes,
  )
  return { value, members, all, shareOfMembers, shareOfAll, index }
}

/** A number of each person, of members and of all others. */
export function number(
  kind: Difference['kind'],
  name: string,
  members: Moments,
  others: Moments,
): Candidate {
  const count = members.count + others.count
  const all = count === 0 ? 0 : (members.mean * members.count + others.mean * others.count) / count
  return {
    ...{ kind, name },
    test: welchTest(members, others),
    sizes: [members.count, others.count],
    values: [],
    means: { members: members.mean, all },
  }
}

/** Each value of a list that people may have several of is a question of its own. */
export const ofTrait = (facts: TraitFacts, sizes: Sizes): readonly Candidate[] => {
  if (facts.kind === 'numbers')
    return [number('trait', facts.path, facts.members, without(facts.all, facts.members))]
  if (!facts.path.endsWith('[]')) return [oneOfSeveral('trait', facts.path, facts.values)]
  return facts.values.map(({ value, members, all }) => ({
    ...didOrNot('trait', { name: facts.path, members, all }, sizes),
    values: [valued(value, { members, all }, sizes)],
  }))
}

/** So sure must the corrected test be. */
const LEVEL = 0.05

/** The differences that stand up to the correction for as many tests as were made, the strongest first. */
export function differences(
  candidates: readonly Candidate[],
  most: number,
): { readonly apart: readonly Difference[]; readonly tests: number } {
  const tested = candidates.flatMap(({ test, ...rest }) =>
    test.kind === 'tested' ? [{ ...rest, test }] : [],
  )
  const adjusted = benjaminiHochberg(tested.map(({ test }) => test.p))
  const apart = tested
    .map(({ sizes, ...rest }, i): Difference => ({
      ...rest,
      adjustedP: adjusted[i] ?? 1,
      strength: strengthOf(rest.test.effect, sizes),
    }))
    .filter(({ adjustedP }) => adjustedP <= LEVEL)
    .toSorted((a, b) => b.strength - a.strength || (a.name < b.name ? -1 : 1))
  return { apart: apart.slice(0, most), tests: tested.length }
}
