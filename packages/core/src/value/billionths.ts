/** Money and other amounts as whole billionths, so that nothing is rounded on the way. */
const UNITS = 1_000_000_000n
const FORM = /^(-?)(\d+)(?:\.(\d{1,9}))?$/

/** An amount as the warehouse writes its decimals, such as `-12.5`. Throws on any other text: the warehouse writes no other. */
export function readAmount(text: string): bigint {
  const [, sign, whole, fraction = ''] = FORM.exec(text) ?? []
  if (whole === undefined) throw new Error(`not a decimal of nine places: ${JSON.stringify(text)}`)
  const size = BigInt(whole) * UNITS + BigInt(fraction.padEnd(9, '0'))
  return sign === '-' ? -size : size
}

/** The shortest decimal text of an amount. */
export function amountText(billionths: bigint): string {
  const size = billionths < 0n ? -billionths : billionths
  const fraction = String(size % UNITS)
    .padStart(9, '0')
    .replace(/0+$/, '')
  const sign = billionths < 0n ? '-' : ''
  return `${sign}${size / UNITS}${fraction === '' ? '' : `.${fraction}`}`
}

/** An amount shared out over so many, rounded half away from zero to the last place kept; `undefined` for nobody. */
export function amountEach(billionths: bigint, count: number, places = 9): bigint | undefined {
  if (count === 0) return undefined
  const step = 10n ** BigInt(9 - places)
  const divisor = BigInt(count) * step
  const doubled = 2n * (billionths < 0n ? -billionths : billionths) + divisor
  const rounded = (doubled / (2n * divisor)) * step
  return billionths < 0n ? -rounded : rounded
}
