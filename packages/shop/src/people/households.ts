import { hash, PURPOSE, Random } from '../random.ts'
import { FAMILY_NAMES, INCOME_BANDS } from './names.ts'
import { drawPlace, drawPostalCode } from './places.ts'
import type { Place } from './places.ts'

/** People who live together: they share a home, a family name, and in some cases a tablet. */
export interface Household {
  /** The index of its first person. */
  readonly head: number
  readonly familyName: string
  readonly place: Place
  readonly postalCode: string
  readonly lat: number
  readonly lon: number
  readonly incomeBand: string
  /** Heads under the roof, children and others who never shop here included. */
  readonly size: number
  /** Whether a tablet lies on the sofa that each of them uses: the hard case for whoever resolves identities. */
  readonly sharesTablet: boolean
}

/** People come in blocks of four neighbours by index; each pattern says with whom each of them lives. */
const PATTERNS = [
  [0, 1, 2, 3],
  [0, 1, 2, 3],
  [0, 0, 2, 3],
  [0, 0, 2, 2],
  [0, 1, 2, 2],
  [0, 0, 0, 3],
  [0, 0, 0, 0],
] as const

export function householdOf(seed: number, person: number): Household {
  const block = Math.floor(person / 4)
  const pattern = PATTERNS[hash(seed, block, 0, PURPOSE.household) % PATTERNS.length] ?? PATTERNS[0]
  const first = pattern[person % 4] ?? 0
  const shoppers = pattern.filter((lead) => lead === first).length

  const random = new Random(seed, block, first + 1, PURPOSE.household)
  const place = drawPlace(random)
  return {
    head: block * 4 + first,
    familyName: random.pick(FAMILY_NAMES),
    place,
    postalCode: drawPostalCode(random, place.postalCode),
    lat: nearby(random, place.lat),
    lon: nearby(random, place.lon),
    incomeBand:
      INCOME_BANDS[Math.floor(random.quantile([0, 1, 1.7, 2.2, 2.8, 3.5, 5.9]))] ?? INCOME_BANDS[2],
    size: shoppers + random.pick([0, 0, 0, 1, 1, 2]),
    sharesTablet: shoppers > 1 && random.chance(0.55),
  }
}

/** Within about seven kilometres, to four places (ten metres). */
export function nearby(random: Random, degrees: number): number {
  return Math.round((degrees + (random.unit() - 0.5) * 0.12) * 10_000) / 10_000
}
