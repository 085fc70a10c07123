/** A decimal number, exactly: `digits` divided by ten to the power of `places`, which is 0 or more. */
export interface Decimal {
  readonly digits: bigint
  readonly places: number
}

const FORM = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,3}))?$/
export const ZERO: Decimal = { digits: 0n, places: 0 }

/** A decimal from text such as `-12.50`, `.5` or `1e3`, blanks around it aside. `undefined` for anything else. */
export function parseDecimal(text: string, mark: '.' | ',' = '.'): Decimal | undefined {
  const trimmed = text.trim()
  if (mark === ',' && trimmed.includes('.')) return undefined
  const match = FORM.exec(mark === ',' ? trimmed.replace(',', '.') : trimmed)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return undefined
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`)
  const places = fraction.length - Number(exponent)
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 }
}

export function add(a: Decimal, b: Decimal): Decimal {
  const places = Math.max(a.places, b.places)
  return { digits: scaled(a, places) + scaled(b, places), places }
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, places: a.places + b.places }
}

export function withoutSign({ digits, places }: Decimal): Decimal {
  return { digits: digits < 0n ? -digits : digits, places }
}

/**
 * The number as JSON has it: an integer within 64 bits, or the double that reads back as just these digits. `undefined` when there is
 * none: more than about 16 digits, or too large.
 */
export function exactNumber(decimal: Decimal): number | bigint | undefined {
  const { digits, places } = reduced(decimal)
  if (places === 0) {
    if (digits >= -MAX_SAFE && digits <= MAX_SAFE) return Number(digits)
    return BigInt.asIntN(64, digits) === digits ? digits : undefined
  }
  const double = Number(`${digits}e-${places}`)
  const back = Number.isFinite(double) ? parseDecimal(String(double)) : undefined
  if (back === undefined) return undefined
  const same = reduced(back)
  return same.digits === digits && same.places === places ? double : undefined
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/** Without zeros at the end of the fraction, so that equal numbers are equal objects. */
function reduced({ digits, places }: Decimal): Decimal {
  let [left, at] = [digits, places]
  while (at > 0 && left % 10n === 0n) {
    left /= 10n
    at--
  }
  return { digits: left, places: at }
}

function scaled({ digits, places }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - places)
}
