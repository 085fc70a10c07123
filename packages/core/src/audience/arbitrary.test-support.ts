import fc from 'fast-check'
import {
  eventConditions,
  notFollowedByConditions,
  ratioConditions,
  sequenceConditions,
  windows,
} from './arbitrary/event.test-support.ts'
import { numberTests, predicates } from './arbitrary/predicate.test-support.ts'
import type { Vocabulary } from './arbitrary/vocabulary.test-support.ts'
import { sharedVocabulary } from './arbitrary/vocabulary.test-support.ts'
import { traitsWithoutHistory } from './check/trait.ts'
import type { Condition, Definition } from './definition.ts'

export interface DefinitionOptions {
  /** Words other than those of the shared small world. An empty list of audiences, lists ... leaves the kind out. */
  readonly vocabulary?: Partial<Vocabulary>
  /** The zone on whose days' edges instants lie. */
  readonly zone?: string
  /** How many groups (and an account) may stand within one another. */
  readonly depth?: number
}

/**
 * Definitions of every kind, predicate, window, aggregate and filter that the check lets through in any world that knows the
 * vocabulary's audiences and lists. They are small, and shrink to smaller ones of the same language.
 */
export function definitionArbitrary(options: DefinitionOptions = {}): fc.Arbitrary<Definition> {
  const vocabulary = { ...sharedVocabulary(options.zone), ...options.vocabulary }
  return conditions(vocabulary, options.depth ?? 2, false)
}

function conditions(
  vocabulary: Vocabulary,
  depth: number,
  inAccount: boolean,
): fc.Arbitrary<Condition> {
  const leaf = leaves(vocabulary, inAccount)
  if (depth === 0) return leaf
  const inner = conditions(vocabulary, depth - 1, inAccount)
  const members = fc.array(inner, { minLength: 1, maxLength: 3 })
  const kinds: fc.WeightedArbitrary<Condition>[] = [
    { weight: 6, arbitrary: leaf },
    { weight: 2, arbitrary: members.map((all) => ({ all })) },
    { weight: 2, arbitrary: members.map((any) => ({ any })) },
    { weight: 2, arbitrary: inner.map((not) => ({ not })) },
  ]
  if (!inAccount) {
    const account = conditions(vocabulary, depth - 1, true)
    kinds.push({ weight: 1, arbitrary: account.map((condition) => ({ account: condition })) })
  }
  return fc.oneof(...kinds)
}

function leaves(vocabulary: Vocabulary, inAccount: boolean): fc.Arbitrary<Condition> {
  const kinds: fc.WeightedArbitrary<Condition>[] = [
    { weight: 1, arbitrary: fc.constant({ everyone: true }) },
    { weight: 5, arbitrary: traitConditions(vocabulary, inAccount) },
    { weight: 3, arbitrary: changeConditions(vocabulary) },
    { weight: 8, arbitrary: eventConditions(vocabulary) },
    { weight: 2, arbitrary: ratioConditions(vocabulary) },
    { weight: 4, arbitrary: sequenceConditions(vocabulary) },
    { weight: 3, arbitrary: notFollowedByConditions(vocabulary) },
  ]
  return inAccount ? fc.oneof(...kinds) : fc.oneof(...kinds, ...personalLeaves(vocabulary))
}

/** What only a person has, and no account. */
function personalLeaves(vocabulary: Vocabulary): fc.WeightedArbitrary<Condition>[] {
  const ends = fc
    .tuple(fc.constantFrom(0, 0.1, 0.25, 0.5), fc.constantFrom(0.3, 0.5, 0.75, 1))
    .filter(([from, to]) => from < to)
  const is = fc.option(numberTests(vocabulary), { nil: undefined })
  return [
    ...oneOf(vocabulary.audiences, (id) => id.map((audience) => ({ audience }))),
    ...oneOf(vocabulary.lists, (id) => id.map((list) => ({ list }))),
    ...oneOf(vocabulary.identifiers, (kind) =>
      fc
        .tuple(kind, is)
        .map(([identifier, is]) => (is === undefined ? { identifier } : { identifier, is })),
    ),
    ...oneOf(vocabulary.salts, (salts) =>
      fc.tuple(salts, ends).map(([salt, [from, to]]) => ({ share: { salt, from, to } })),
    ),
  ]
}

/** Conditions on one of these names, or none when there are no names. */
function oneOf(
  names: readonly string[],
  make: (name: fc.Arbitrary<string>) => fc.Arbitrary<Condition>,
): fc.WeightedArbitrary<Condition>[] {
  return names.length === 0 ? [] : [{ weight: 1, arbitrary: make(fc.constantFrom(...names)) }]
}

function traitConditions(vocabulary: Vocabulary, inAccount: boolean): fc.Arbitrary<Condition> {
  const { paths, computedTraits, durations } = vocabulary
  const now = fc.record(
    { trait: fc.constantFrom(...paths, ...paths, ...computedTraits), is: predicates(vocabulary) },
    { noNullPrototype: true },
  )
  const held = fc.record(
    {
      trait: fc.constantFrom(
        ...(inAccount ? [...paths, ...computedTraits] : withHistory(vocabulary)),
      ),
      is: predicates(vocabulary, { relative: false, depth: 1 }),
      for: fc.constantFrom(...durations),
    },
    { noNullPrototype: true },
  )
  return fc.oneof({ weight: 3, arbitrary: now }, { weight: 2, arbitrary: held })
}

function changeConditions(vocabulary: Vocabulary): fc.Arbitrary<Condition> {
  const side = predicates(vocabulary, { relative: false, depth: 1 })
  const changed = fc.record({ from: side, to: side }, { noNullPrototype: true, requiredKeys: [] })
  return fc.record(
    { trait: fc.constantFrom(...withHistory(vocabulary)), changed, window: windows(vocabulary) },
    { noNullPrototype: true, requiredKeys: ['trait', 'changed'] },
  )
}

function withHistory({ paths, computedTraits }: Vocabulary): readonly string[] {
  return [...paths, ...computedTraits].filter((path) => !traitsWithoutHistory.includes(path))
}
