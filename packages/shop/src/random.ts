/**
 * Chance without a clock or `Math.random`. Two tools, both exact on every JavaScript engine, since they use whole 32-bit
 * arithmetic only (no `Math.log`, `Math.exp` or `Math.pow`, whose last digit engines may choose):
 *
 * - `hash` turns a place in the shop's world (seed, person, day, purpose) into one number, for a single decision;
 * - `Random` is a stream of numbers that begins at such a place, for a run of decisions.
 *
 * Nobody shares a stream, so that consuming one part of the shop's life never moves another.
 */

/** What a number is drawn for. Each purpose is its own universe of chance. */
export const PURPOSE = {
  person: 1,
  household: 2,
  device: 3,
  cookie: 4,
  life: 5,
  account: 6,
  catalogue: 7,
  visits: 8,
  visit: 9,
  session: 10,
  email: 11,
  crm: 12,
  afterOrder: 13,
  trouble: 14,
  seed: 15,
  pauses: 16,
  campaign: 17,
} as const

/** The finaliser of MurmurHash3 (Austin Appleby, public domain): a bijection of 32 bits in which every input bit moves every output bit. */
export function mix(word: number): number {
  let h = word | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** One 32-bit number for a place. The same place gives the same number, for ever. */
export function hash(seed: number, a: number, b: number, purpose: number): number {
  let h = mix(seed ^ Math.imul(purpose, 0x9e3779b1))
  h = mix(h ^ Math.imul(a, 0xcc9e2d51))
  return mix(h + Math.imul(b, 0x1b873593))
}

/** As `hash`, in [0, 1). */
export function unitHash(seed: number, a: number, b: number, purpose: number): number {
  return hash(seed, a, b, purpose) / 0x1_0000_0000
}

/**
 * Small Fast Counting generator, 32-bit version (Chris Doty-Humphrey's PractRand, public domain): 128 bits of state, so
 * that ids drawn from it do not collide, and a period of at least 2^32 from every start.
 */
export class Random {
  private a: number
  private b: number
  private c: number
  private counter = 1

  constructor(seed: number, a: number, b: number, purpose: number) {
    // Signed words throughout: engines keep them as small integers, and unsigned ones as boxed doubles.
    this.a = hash(seed, a, b, purpose) | 0
    this.b = hash(seed ^ 0x5bd1e995, b, a, purpose) | 0
    this.c = hash(seed ^ 0x27d4eb2f, a, b, ~purpose) | 0
    for (let i = 0; i < 8; i++) this.next()
  }

  /** The next whole number in [0, 2^32). */
  next(): number {
    const result = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + result) | 0
    return result >>> 0
  }

  /** In [0, 1). */
  unit(): number {
    return this.next() / 0x1_0000_0000
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.unit() * (to - from + 1))
  }

  /** @throws if the list is empty, which is a bug of the caller. */
  pick<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.unit() * list.length)]
    if (item === undefined) throw new RangeError('Nothing to pick from')
    return item
  }

  /** The position whose share of a rising list of running totals is hit; see `runningTotals`. */
  weighted(totals: readonly number[]): number {
    const target = this.unit() * (totals[totals.length - 1] ?? 0)
    let position = 0
    while (position < totals.length - 1 && target >= (totals[position] ?? 0)) position++
    return position
  }

  /**
   * A number whose distribution is given by evenly spaced quantiles (the smallest first, the largest last), straight
   * lines in between. Any skewed shape, without logarithms.
   */
  quantile(quantiles: readonly number[]): number {
    const position = this.unit() * (quantiles.length - 1)
    const below = Math.floor(position)
    const low = quantiles[below] ?? 0
    const high = quantiles[below + 1] ?? low
    return low + (high - low) * (position - below)
  }

  /** An identifier in the form of a version 4 UUID. */
  uuid(): string {
    const [p, q, r, s] = [this.next(), this.next(), this.next(), this.next()]
    const version = hex16(0x4000 | (q & 0x0fff))
    const variant = hex16(0x8000 | (r >>> 18))
    return `${hex16(p >>> 16)}${hex16(p)}-${hex16(q >>> 16)}-${version}-${variant}-${hex16(r)}${hex16(s >>> 16)}${hex16(s)}`
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The lower 16 bits as four digits. */
function hex16(word: number): string {
  return (HEX[(word >>> 8) & 0xff] ?? '') + (HEX[word & 0xff] ?? '')
}

/** `[2, 3, 5]` becomes `[2, 5, 10]`, the form that `weighted` wants. */
export function runningTotals(weights: readonly number[]): number[] {
  let total = 0
  return weights.map((weight) => (total += weight))
}

/** Any finite number becomes a 32-bit seed; both halves of a large whole number count. */
export function seedWord(seed: number): number {
  return hash(seed | 0, Math.floor(seed / 0x1_0000_0000) | 0, 0, PURPOSE.seed)
}
