import fc from 'fast-check'
import { calendarWindow } from './time/calendar.ts'
import { parseDuration } from './time/duration.ts'
import { formatInstant, parseInstant } from './time/instant.ts'
import type { CalendarPeriod } from './audience/definition.ts'
import type { Json, JsonObject } from './value/json.ts'

/**
 * The small world that generated definitions and generated histories share, so that they meet: few names, few values, and
 * instants that lie on the edges of windows or a millisecond beside them. A word that stands several times in a list is drawn so much
 * more often: most conditions should find something to decide.
 */

/** The instant of evaluation: a Sunday, the day on which Berlin goes to summer time, the last day of a quarter. */
export const BASE_INSTANT = parseInstant('2024-03-31T10:00:00Z') ?? 0

export const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'] as const

export const EVENT_NAMES = [
  'Order Completed',
  'Order Completed',
  'Order Refunded',
  'Page Viewed',
  'Page Viewed',
  'Émail',
  '*',
] as const
export const EVENT_PREFIXES = ['Order', 'O', 'É', 'Page Viewed'] as const

export const DURATIONS = ['1s', '1m', '1h', '4h', '1d', '7d', '1w', '30d', '60d'] as const

export const CALENDAR_PERIODS: readonly CalendarPeriod[] = [
  'today',
  'yesterday',
  'this_week',
  'this_month',
  'this_quarter',
  'this_year',
  'last_week',
  'last_month',
  'last_quarter',
  'last_year',
]

/** Keys at the top of properties, traits and context. `a.b` is both a key with a dot and a walk through `a`. */
export const KEYS = ['x', 'a', 'a.b', 'tags', 'products', 'home', 'when', '__proto__'] as const

/** Paths that lead somewhere in the objects that `arbitraryObject` makes, and some that lead nowhere. */
export const PATHS = [
  ...['x', 'x', 'x', 'x', 'x', 'a', 'a.b', 'a.b', 'a.b.c'],
  ...['tags', 'tags[]', 'tags[]', 'home', 'when', 'when'],
  ...['products', 'products[].category', 'products[].price', 'products[].price'],
  ...['products[].tags[]', 'products.category', 'home.lat'],
  ...['__proto__', 'constructor', 'x.length'],
] as const

/** Paths inside one element of `products`. */
export const ELEMENT_PATHS = ['category', 'price', 'tags', 'tags[]', 'missing'] as const

export const COMPUTED_TRAITS = [
  'profile.firstSeenAt',
  'profile.lastSeenAt',
  'profile.isKnown',
] as const

export const IDENTIFIER_KINDS = ['user_id', 'email', 'device_id', 'custom'] as const
export const LIST_IDS = ['list-1', 'list-2'] as const
export const ACCOUNT_IDS = ['acme', 'globex'] as const
/** The audiences that a generated world knows; their definitions are generated too. */
export const AUDIENCE_IDS = ['aud-1', 'aud-2'] as const
export const SALTS = ['holdout', 'x', ''] as const

/** Case pairs, a letter whose lower case is two code points (İ), a final sigma, an emoji beyond the basic plane, a line end. */
export const TEXTS = [
  ...['a', 'a', 'a', 'pro', 'pro', 'pro'],
  '',
  'A',
  'ab',
  '5',
  'pro',
  'PRO',
  'ÉCOLE',
  'école',
  'İ',
  'i',
  'ΟΔΟΣ',
  'οδος',
  'οδοσ',
  'straße',
  '👍',
  'a\nb',
  'it\'s \\ 100% "x"',
  'true',
] as const

export const NUMBERS: readonly (number | bigint)[] = [
  ...[0, 1, 1, 2, 5, 5, 0.1, 0.2],
  -1,
  0.3,
  1.5,
  -2.5,
  1e-7,
  1e-12,
  1e18,
  1e20,
  -1e20,
  9_007_199_254_740_991,
  9_007_199_254_740_993n,
  9_007_199_254_740_992n,
  9_223_372_036_854_775_807n,
  -9_223_372_036_854_775_808n,
]

/** Regular expressions of RE2 that parse; some match across a line end. */
export const PATTERNS = ['a', '^a.b$', '[A-Z]+', '(?i)pro', '^$', 'é', '\\d'] as const

const OFFSETS = [-1, 0, 1] as const

/** Instants on the edges of every duration and calendar period as seen from the base, ± 1 ms; some lie in the future. */
export function arbitraryInstant(zone = 'UTC'): fc.Arbitrary<number> {
  const edges = DURATIONS.map((text) => parseDuration(text) ?? 0).flatMap((d) => [
    ...[BASE_INSTANT - d, BASE_INSTANT - d, BASE_INSTANT - d],
    BASE_INSTANT + d,
  ])
  const periods = CALENDAR_PERIODS.flatMap((period) => {
    const { from, to } = calendarWindow(period, BASE_INSTANT, zone)
    return [from, to]
  })
  const near = (instants: readonly number[]): fc.Arbitrary<number> =>
    fc
      .tuple(fc.constantFrom(...instants), fc.constantFrom(...OFFSETS))
      .map(([instant, offset]) => instant + offset)
  return fc.oneof(
    { weight: 3, arbitrary: near([BASE_INSTANT]) },
    { weight: 5, arbitrary: near(edges) },
    { weight: 2, arbitrary: near(periods) },
    {
      weight: 2,
      arbitrary: fc.integer({ min: 1, max: 200 }).map((hours) => BASE_INSTANT - hours * 3_600_000),
    },
  )
}

/** Texts of instants, in the several ways of writing them, and texts that only look like one. */
export function arbitraryInstantText(zone = 'UTC'): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: arbitraryInstant(zone).map(formatInstant) },
    {
      weight: 1,
      arbitrary: arbitraryInstant(zone).map((at) => formatInstant(at).slice(0, 10)),
    },
    {
      weight: 1,
      // The same instant, as a clock two hours ahead shows it.
      arbitrary: arbitraryInstant(zone).map((at) =>
        formatInstant(at + 7_200_000).replace('Z', '+02:00'),
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom(...ODD_INSTANTS) },
  )
}

const ODD_INSTANTS = [
  '1984-02-29',
  '1990-03-31T23:30:00-11:00',
  '1999-04-01',
  '1999-12-31T23:59:59.9999Z',
  '2023-02-29',
  '2024-03-31T10:00:00',
  '2024-03-31 10:00Z',
  '0001-01-01',
  '9999-12-31T23:59Z',
]

export const arbitraryScalar: fc.Arbitrary<string | number | bigint | boolean> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 5, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 1, arbitrary: fc.boolean() },
)

const arbitraryPlace: fc.Arbitrary<JsonObject> = fc.record(
  {
    lat: fc.constantFrom<Json[]>(52.52, 48.137, 0, -90, 90, 91, '52'),
    lon: fc.constantFrom<Json[]>(13.405, 11.575, 0, 180, -180, null),
  },
  { noNullPrototype: true },
)

const arbitraryElement: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record<{ category: Json; price: Json; tags: Json }>(
      {
        category: fc.constantFrom<Json[]>('a', 'A', 'pro', null, 5),
        price: fc.constantFrom<Json[]>(0.1, 0.2, 5, '5', null, 1e-7, 9_007_199_254_740_993n),
        tags: fc.array(arbitraryScalar, { maxLength: 2 }),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  },
  { weight: 1, arbitrary: fc.oneof(arbitraryScalar, fc.constant(null)) },
)

/** Any value that a property or trait may have, `null` included. */
export function arbitraryValue(zone = 'UTC'): fc.Arbitrary<Json> {
  return fc.oneof<fc.WeightedArbitrary<Json>[]>(
    { weight: 8, arbitrary: arbitraryScalar },
    { weight: 3, arbitrary: arbitraryInstantText(zone) },
    { weight: 1, arbitrary: fc.constant(null) },
    {
      weight: 2,
      arbitrary: fc.array(fc.oneof(arbitraryScalar, fc.constant(null)), { maxLength: 3 }),
    },
    { weight: 2, arbitrary: fc.array(arbitraryElement, { maxLength: 3 }) },
    { weight: 1, arbitrary: arbitraryPlace },
    {
      weight: 2,
      arbitrary: fc
        .oneof(
          arbitraryScalar,
          arbitraryScalar.map((c): Json => ({ c })),
          fc.constant(null),
        )
        .map((b): Json => ({ b })),
    },
  )
}

/** Properties, context or traits over `KEYS`: every other key, with a value that suits it more often than not. */
export function arbitraryObject(zone = 'UTC'): fc.Arbitrary<JsonObject> {
  const any = arbitraryValue(zone)
  const suited = new Map<string, fc.Arbitrary<Json>>([
    ['tags', fc.array(fc.oneof(arbitraryScalar, fc.constant(null)), { maxLength: 3 })],
    ['products', fc.array(arbitraryElement, { maxLength: 3 })],
    ['home', arbitraryPlace],
    ['when', arbitraryInstantText(zone)],
  ])
  const entries = KEYS.map((key) => {
    const value = fc.oneof(
      { weight: 3, arbitrary: suited.get(key) ?? any },
      { weight: 1, arbitrary: any },
    )
    return fc.option(
      value.map((v): [string, Json] => [key, v]),
      { nil: undefined, freq: 2 },
    )
  })
  // `fromEntries` makes `__proto__` an own key, as the JSON reader does.
  return fc
    .tuple(...entries)
    .map((drawn) => Object.fromEntries(drawn.filter((entry) => entry !== undefined)))
}
