import fc from 'fast-check'
import { weekdays } from '../check/filter.ts'
import { calendarPeriods } from '../check/window.ts'
import type {
  Condition,
  EventSelector,
  Filter,
  FilterNode,
  Measure,
  NumberTest,
  Step,
  Window,
} from '../definition.ts'
import { parseDuration } from '../../time/duration.ts'
import { parseInstant } from '../../time/instant.ts'
import { numberTests, predicates } from './predicate.test-support.ts'
import type { Vocabulary } from './vocabulary.test-support.ts'

const plain = { noNullPrototype: true } as const

export function selectors({ events, eventPrefixes }: Vocabulary): fc.Arbitrary<EventSelector> {
  const name = fc.constantFrom(...events)
  return fc.oneof(
    { weight: 6, arbitrary: name },
    { weight: 2, arbitrary: fc.array(name, { minLength: 1, maxLength: 3 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...eventPrefixes).map((startsWith) => ({ startsWith })),
    },
    { weight: 2, arbitrary: fc.constant('*') },
  )
}

/** Filters over one event, or over an element of an array, where other paths lead somewhere. */
export function filters(vocabulary: Vocabulary, depth = 2): fc.Arbitrary<Filter> {
  const node = filterNodes(vocabulary, depth)
  return fc.oneof(fc.array(node, { maxLength: 2 }), node)
}

function filterNodes(vocabulary: Vocabulary, depth: number): fc.Arbitrary<FilterNode> {
  const path = fc.constantFrom(...vocabulary.paths)
  const is = predicates(vocabulary)
  const kinds: fc.WeightedArbitrary<FilterNode>[] = [
    { weight: 8, arbitrary: fc.record({ property: path, is }, plain) },
    { weight: 2, arbitrary: fc.record({ context: path, is }, plain) },
    { weight: 2, arbitrary: times.map((time) => ({ time })) },
  ]
  if (depth > 0) {
    const inner = filterNodes(vocabulary, depth - 1)
    const members = fc.array(inner, { minLength: 1, maxLength: 2 })
    const where = filters({ ...vocabulary, paths: vocabulary.elementPaths }, depth - 1)
    kinds.push(
      { weight: 1, arbitrary: members.map((all) => ({ all })) },
      { weight: 1, arbitrary: members.map((any) => ({ any })) },
      { weight: 2, arbitrary: inner.map((not) => ({ not })) },
      {
        weight: 3,
        arbitrary: fc.record({ some: fc.oneof(fc.constant('products'), path), where }, plain),
      },
    )
  }
  return fc.oneof(...kinds)
}

const hours = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }))
  .map(([from, length]): readonly [number, number] => [from, Math.min(24, from + length)])
const someWeekdays = fc.subarray([...weekdays], { minLength: 1 })
const times = fc.oneof(
  someWeekdays.map((weekday) => ({ weekday })),
  hours.map((pair) => ({ hours: pair })),
  fc.record({ weekday: someWeekdays, hours }, plain),
)

export function windows(vocabulary: Vocabulary): fc.Arbitrary<Window> {
  const { instants, paths, computedTraits } = vocabulary
  const duration = fc.constantFrom(...vocabulary.durations)
  const ago = fc.tuple(duration, duration).filter(([far, near]) => order(far, near) > 0)
  const range = fc
    .tuple(instants, instants)
    .filter(([from, to]) => (parseInstant(from) ?? 0) < (parseInstant(to) ?? 0))
    .map(([from, to]) => ({ from, to }))
  const trait = fc.constantFrom(...computedTraits, 'when', 'when', ...paths)
  return fc.oneof<fc.WeightedArbitrary<Window>[]>(
    { weight: 5, arbitrary: duration.map((last) => ({ last })) },
    { weight: 2, arbitrary: ago.map((pair) => ({ ago: pair })) },
    { weight: 2, arbitrary: duration.map((olderThan) => ({ olderThan })) },
    { weight: 2, arbitrary: range },
    { weight: 1, arbitrary: instants.map((from) => ({ from })) },
    { weight: 1, arbitrary: instants.map((to) => ({ to })) },
    { weight: 2, arbitrary: trait.map((name) => ({ since: { trait: name } })) },
    { weight: 3, arbitrary: fc.constantFrom(...calendarPeriods).map((calendar) => ({ calendar })) },
  )
}

function order(a: string, b: string): number {
  return (parseDuration(a) ?? 0) - (parseDuration(b) ?? 0)
}

export function steps(vocabulary: Vocabulary): fc.Arbitrary<Step> {
  const where = filters(vocabulary, 1)
  const event = selectors(vocabulary)
  return fc.record({ event, where }, { ...plain, requiredKeys: ['event'] })
}

/** Event conditions of every aggregate, with the test that each takes, and what ratios are made of. */
export function eventConditions(vocabulary: Vocabulary): fc.Arbitrary<Condition> {
  const parts = measureParts(vocabulary)
  const path = fc.constantFrom(...vocabulary.paths)
  const number = numberTests(vocabulary)
  const value = predicates(vocabulary)
  const counting = fc.record(
    { ...parts, aggregate: countings(path), is: number },
    { ...plain, requiredKeys: ['event'] },
  )
  const measuring = fc.record(
    { ...parts, aggregate: amounts(path), is: number },
    { ...plain, requiredKeys: ['event', 'aggregate', 'is'] },
  )
  const picking = fc.record(
    { ...parts, aggregate: picks(path), is: value },
    { ...plain, requiredKeys: ['event', 'aggregate', 'is'] },
  )
  return fc.oneof(
    { weight: 5, arbitrary: counting },
    { weight: 3, arbitrary: measuring },
    { weight: 2, arbitrary: picking },
  )
}

/** Measures of every aggregate that conditions know. */
export function measures(vocabulary: Vocabulary): fc.Arbitrary<Measure> {
  const path = fc.constantFrom(...vocabulary.paths)
  const aggregate = fc.oneof(countings(path), amounts(path), picks(path))
  return fc.record(
    { ...measureParts(vocabulary), aggregate },
    { ...plain, requiredKeys: ['event'] },
  )
}

export function ratioConditions(vocabulary: Vocabulary): fc.Arbitrary<Condition> {
  const measure = measures(vocabulary)
  const is: fc.Arbitrary<NumberTest> = fc.oneof(
    fc.constantFrom<NumberTest[]>({ atMost: 0.5 }, { exactly: 1 }, { between: [0.5, 2] }),
    numberTests(vocabulary),
  )
  return fc.record({ ratio: fc.tuple(measure, measure), is }, plain)
}

function measureParts(vocabulary: Vocabulary) {
  return {
    event: selectors(vocabulary),
    where: filters(vocabulary),
    window: windows(vocabulary),
  }
}

function countings(path: fc.Arbitrary<string>) {
  return fc.oneof(
    fc.constant('count' as const),
    fc.constant('daysActive' as const),
    path.map((distinct) => ({ distinct })),
  )
}

function amounts(path: fc.Arbitrary<string>) {
  return fc.oneof(
    path.map((sum) => ({ sum })),
    path.map((average) => ({ average })),
    path.map((min) => ({ min })),
    path.map((max) => ({ max })),
  )
}

function picks(path: fc.Arbitrary<string>) {
  return fc.oneof(
    path.map((first) => ({ first })),
    path.map((last) => ({ last })),
  )
}

export function sequenceConditions(vocabulary: Vocabulary): fc.Arbitrary<Condition> {
  const step = steps(vocabulary)
  return fc.record(
    {
      sequence: fc.array(step, { minLength: 2, maxLength: 3 }),
      within: fc.constantFrom(...vocabulary.durations),
      without: step,
      window: windows(vocabulary),
    },
    { ...plain, requiredKeys: ['sequence'] },
  )
}

export function notFollowedByConditions(vocabulary: Vocabulary): fc.Arbitrary<Condition> {
  const step = steps(vocabulary)
  return fc.record(
    {
      event: selectors(vocabulary),
      where: filters(vocabulary),
      window: windows(vocabulary),
      notFollowedBy: step,
      within: fc.constantFrom(...vocabulary.durations),
    },
    { ...plain, requiredKeys: ['event', 'notFollowedBy', 'within'] },
  )
}
