import type { Random } from '../random.ts'

export interface Phone {
  /** With `+`, digits only (E.164). */
  readonly e164: string
  /** As its owner types it: international, with spaces or brackets. */
  readonly typed: string
}

/**
 * Numbers of the right length for each country, in ranges that regulators keep for fiction or have not handed out, as far as there is
 * one that is large enough for a whole shop. `#` marks the digits that carry the person.
 */
const RANGES: Record<string, readonly [calling: string, national: string]> = {
  DE: ['49', '1500#######'],
  AT: ['43', '6770#######'],
  CH: ['41', '75#######'],
  FR: ['33', '6#######9'],
  NL: ['31', '6#######0'],
  GB: ['44', '77#######0'],
  US: ['1', '(see below)'],
}

/** Area codes beside which the exchange 55x makes a number of the United States. */
const AREA_CODES = ['212', '312', '415', '512', '617', '206', '303', '646']

/** No two people have the same number, up to ten million people (800,000 in the United States). */
export function phoneOf(random: Random, index: number, country: string): Phone {
  const [calling, pattern] = RANGES[country] ?? ['49', '1500#######']
  const national =
    country === 'US'
      ? american(index)
      : pattern.replace('#######', String(index % 10_000_000).padStart(7, '0'))
  const e164 = `+${calling}${national}`
  const [head, tail] = [national.slice(0, 3), national.slice(3)]
  return {
    e164,
    typed: random.pick([
      e164,
      `+${calling} ${head} ${tail}`,
      `+${calling} (${head}) ${tail.slice(0, 3)}-${tail.slice(3)}`,
      ` +${calling}-${head}-${tail}`,
    ]),
  }
}

/** Area code, then 55 and five digits: eight hundred thousand numbers. */
function american(index: number): string {
  const area = AREA_CODES[Math.floor(index / 100_000) % AREA_CODES.length] ?? '212'
  return `${area}55${String(index % 100_000).padStart(5, '0')}`
}
