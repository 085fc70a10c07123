import type fc from 'fast-check'
import { parseInstant } from '../../time/instant.ts'
import {
  arbitraryInstantText,
  arbitraryScalar,
  AUDIENCE_IDS,
  COMPUTED_TRAITS,
  DURATIONS,
  ELEMENT_PATHS,
  EVENT_NAMES,
  EVENT_PREFIXES,
  IDENTIFIER_KINDS,
  LIST_IDS,
  NUMBERS,
  PATHS,
  PATTERNS,
  SALTS,
  TEXTS,
} from '../../vocabulary.test-support.ts'
import type { Numeric, Scalar } from '../definition.ts'

/**
 * The words that generated definitions are made of. Few of them, so that histories made of the same words match often; the defaults
 * are the shared small world of generated tests.
 */
export interface Vocabulary {
  readonly events: readonly string[]
  readonly eventPrefixes: readonly string[]
  readonly paths: readonly string[]
  /** Paths inside an element of an array. */
  readonly elementPaths: readonly string[]
  readonly computedTraits: readonly string[]
  readonly durations: readonly string[]
  readonly instants: fc.Arbitrary<string>
  readonly scalars: fc.Arbitrary<Scalar>
  readonly numbers: readonly Numeric[]
  readonly texts: readonly string[]
  readonly patterns: readonly string[]
  readonly audiences: readonly string[]
  readonly lists: readonly string[]
  readonly identifiers: readonly string[]
  readonly salts: readonly string[]
}

/** In the one form that the check lets through: integers beyond 2^53 as `bigint`, none beyond 64 bits. */
function isArgument(value: Scalar): boolean {
  if (typeof value === 'bigint') return value > 2n ** 53n || value < -(2n ** 53n)
  return typeof value !== 'number' || Math.abs(value) <= 2 ** 53
}

/** The shared small world, seen from a time zone: instants lie on the edges of its days. */
export function sharedVocabulary(zone = 'UTC'): Vocabulary {
  return {
    events: EVENT_NAMES,
    eventPrefixes: EVENT_PREFIXES,
    paths: PATHS,
    elementPaths: ELEMENT_PATHS,
    computedTraits: COMPUTED_TRAITS,
    durations: DURATIONS,
    instants: arbitraryInstantText(zone).filter((text) => parseInstant(text) !== undefined),
    scalars: arbitraryScalar.filter(isArgument),
    numbers: [...NUMBERS.filter(isArgument), 2 ** 53, 2],
    texts: TEXTS,
    patterns: PATTERNS,
    audiences: AUDIENCE_IDS,
    lists: LIST_IDS,
    identifiers: IDENTIFIER_KINDS,
    salts: SALTS,
  }
}
