import fc from 'fast-check'
import { checkComputedTrait } from '../checkComputedTrait.ts'
import { checkDefinition } from '../checkDefinition.ts'
import { definitionArbitrary } from '../arbitrary.test-support.ts'
import type { TraitExpression, TraitMeasure } from '../computedTrait.ts'
import type { Definition, Measure } from '../definition.ts'
import { measures } from './event.test-support.ts'
import { sharedVocabulary, type Vocabulary } from './vocabulary.test-support.ts'

/** Names of the small world's computed traits: some that nobody sends, some that win over what is sent. */
export const COMPUTED_NAMES = ['c1', 'c2', 'c3', 'c4', 'when', 'x', 'a.b', 'home'] as const

export type ComputedTraits = ReadonlyMap<string, TraitExpression>

/** What the small world's computed traits come to, the later ones made of the earlier: each is let through by the check. */
export function computedTraitsArbitrary(zone = 'UTC'): fc.Arbitrary<ComputedTraits> {
  const vocabulary = { ...sharedVocabulary(zone), audiences: [] }
  const expressions = fc.tuple(...COMPUTED_NAMES.map(() => expressionArbitrary(vocabulary, zone)))
  return expressions.map((all) => {
    let known: ComputedTraits = new Map()
    COMPUTED_NAMES.forEach((name, i) => {
      const checked = checkComputedTrait({ name, expression: all[i] }, contextOf(known))
      if (!checked.ok) return
      const more = new Map(known).set(name, checked.expression)
      // An earlier one may have asked of a sent trait what the computed one of that name can't answer.
      if (areSound(more)) known = more
    })
    return known
  })
}

/** Definitions that ask for computed traits as much as for sent ones; which of them the check lets through depends on the traits. */
export const asksComputed = (zone = 'UTC'): fc.Arbitrary<Definition> =>
  definitionArbitrary({
    zone,
    vocabulary: { computedTraits: [...sharedVocabulary(zone).computedTraits, ...COMPUTED_NAMES] },
  })

const areSound = (traits: ComputedTraits): boolean =>
  [...traits].every(
    ([name, expression]) => checkComputedTrait({ name, expression }, contextOf(traits)).ok,
  )

export const isSound = (definition: Definition, traits: ComputedTraits): boolean =>
  checkDefinition(definition, contextOf(traits)).ok

const contextOf = (traits: ComputedTraits) => ({
  computedTrait: (name: string) => traits.get(name),
  audience: () => ({ everyone: true }) as const,
  list: () => true,
})

function expressionArbitrary(vocabulary: Vocabulary, zone: string): fc.Arbitrary<TraitExpression> {
  const { paths, computedTraits, scalars } = vocabulary
  const path = fc.constantFrom(...paths)
  const measure: fc.Arbitrary<Measure> = measures(vocabulary)
  const special = fc.oneof(
    fc.constantFrom(
      ...(['daysSinceFirst', 'daysSinceLast', 'mostFrequentHour', 'mostFrequentWeekday'] as const),
    ),
    path.map((mostFrequent) => ({ mostFrequent })),
  )
  const own = fc
    .tuple(measure, special)
    .map(([{ event, where, window }, aggregate]): TraitMeasure => ({
      ...{ event, aggregate },
      ...(where !== undefined && { where }),
      ...(window !== undefined && { window }),
    }))
  const when = definitionArbitrary({
    ...{ zone, depth: 1 },
    vocabulary: { audiences: [], computedTraits: [...computedTraits, ...COMPUTED_NAMES] },
  })
  const cases = fc.record(
    {
      cases: fc.array(fc.record({ when, value: scalars }, { noNullPrototype: true }), {
        minLength: 1,
        maxLength: 3,
      }),
      otherwise: scalars,
    },
    { noNullPrototype: true, requiredKeys: ['cases'] },
  )
  const amount = measure.filter(
    ({ aggregate = 'count' }) =>
      typeof aggregate === 'string' || 'distinct' in aggregate || 'sum' in aggregate,
  )
  const rivals = fc.array(
    fc.record({ value: fc.constantFrom('p', 'q', 'r'), of: amount }, { noNullPrototype: true }),
    { minLength: 1, maxLength: 3 },
  )
  const trait = fc.constantFrom(...paths, ...COMPUTED_NAMES).map((name) => ({ trait: name }))
  const text = fc.array(fc.oneof(fc.constantFrom('-', 'é'), trait), { minLength: 1, maxLength: 3 })
  return fc.oneof(
    { weight: 4, arbitrary: measure },
    { weight: 4, arbitrary: own },
    { weight: 1, arbitrary: fc.tuple(measure, measure).map((ratio) => ({ ratio })) },
    { weight: 1, arbitrary: fc.tuple(measure, measure).map((difference) => ({ difference })) },
    { weight: 3, arbitrary: cases },
    { weight: 1, arbitrary: rivals.map((most) => ({ most })) },
    { weight: 1, arbitrary: text.map((parts) => ({ text: parts })) },
  )
}
