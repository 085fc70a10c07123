import fc from 'fast-check'
import type { Numeric, NumberTest, Predicate } from '../definition.ts'
import type { Vocabulary } from './vocabulary.test-support.ts'

/** Number tests; small counts come often, the vocabulary's odd numbers now and then. */
export function numberTests({ numbers }: Vocabulary): fc.Arbitrary<NumberTest> {
  const number: fc.Arbitrary<Numeric> = fc.oneof(
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }) },
    { weight: 1, arbitrary: fc.constantFrom(...numbers) },
  )
  const pair = fc
    .tuple(number, number)
    .map(([a, b]): readonly [Numeric, Numeric] => (a <= b ? [a, b] : [b, a]))
  return fc.oneof(
    number.map((atLeast) => ({ atLeast })),
    number.map((atMost) => ({ atMost })),
    number.map((moreThan) => ({ moreThan })),
    number.map((lessThan) => ({ lessThan })),
    number.map((exactly) => ({ exactly })),
    pair.map((between) => ({ between })),
  )
}

export interface PredicateChoice {
  /** Whether predicates relative to T may come. */
  readonly relative: boolean
  /** How many `some` may stand within one another. */
  readonly depth: number
}

/** Value predicates of every operator. */
export function predicates(
  vocabulary: Vocabulary,
  choice: PredicateChoice = { relative: true, depth: 1 },
): fc.Arbitrary<Predicate> {
  const { scalars } = vocabulary
  const numbers = numberTests(vocabulary)
  const kinds: fc.WeightedArbitrary<Predicate>[] = [
    { weight: 2, arbitrary: fc.boolean().map((exists) => ({ exists })) },
    { weight: 4, arbitrary: scalars.map((equals) => ({ equals })) },
    { weight: 4, arbitrary: texts(vocabulary) },
    {
      weight: 2,
      arbitrary: fc.array(scalars, { minLength: 1, maxLength: 4 }).map((oneOf) => ({ oneOf })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...vocabulary.patterns).map((matches) => ({ matches })),
    },
    { weight: 4, arbitrary: numbers },
    { weight: 3, arbitrary: instants(vocabulary) },
    { weight: 2, arbitrary: scalars.map((includes) => ({ includes })) },
    { weight: 1, arbitrary: numbers.map((length) => ({ length })) },
    { weight: 1, arbitrary: places },
  ]
  if (choice.relative) kinds.push({ weight: 4, arbitrary: relativeToNow(vocabulary) })
  if (choice.depth > 0) {
    const inner = predicates(vocabulary, { ...choice, depth: choice.depth - 1 })
    kinds.push({ weight: 2, arbitrary: inner.map((some) => ({ some })) })
  }
  return fc.oneof(...kinds)
}

function texts(vocabulary: Vocabulary): fc.Arbitrary<Predicate> {
  const text = fc.constantFrom(...vocabulary.texts)
  const needle = fc.constantFrom(...vocabulary.texts.filter((candidate) => candidate !== ''))
  const withCase = fc.option(fc.boolean(), { nil: undefined })
  const modifier = withCase.map((ignoreCase) => (ignoreCase === undefined ? {} : { ignoreCase }))
  const bare: fc.Arbitrary<Predicate> = fc.oneof(
    text.map((equals) => ({ equals })),
    fc.array(text, { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
    needle.map((contains) => ({ contains })),
    needle.map((startsWith) => ({ startsWith })),
    needle.map((endsWith) => ({ endsWith })),
  )
  return fc.tuple(bare, modifier).map(([predicate, more]) => ({ ...predicate, ...more }))
}

function instants(vocabulary: Vocabulary): fc.Arbitrary<Predicate> {
  return fc.oneof(
    vocabulary.instants.map((before) => ({ before })),
    vocabulary.instants.map((onOrAfter) => ({ onOrAfter })),
  )
}

function relativeToNow({ durations }: Vocabulary): fc.Arbitrary<Predicate> {
  const duration = fc.constantFrom(...durations)
  return fc.oneof(
    duration.map((withinLast) => ({ withinLast })),
    duration.map((moreThanAgo) => ({ moreThanAgo })),
    duration.map((withinNext) => ({ withinNext })),
    duration.map((moreThanAhead) => ({ moreThanAhead })),
    duration.map((anniversaryWithin) => ({ anniversaryWithin })),
  )
}

const places: fc.Arbitrary<Predicate> = fc
  .record(
    {
      lat: fc.constantFrom(52.52, 48.137, 0, -90, 90),
      lon: fc.constantFrom(13.405, 11.575, 0, 180, -180),
      km: fc.constantFrom(0.001, 505, 1_000, 20_016),
    },
    { noNullPrototype: true },
  )
  .map((near) => ({ near }))
