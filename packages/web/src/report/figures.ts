import type { Report } from '@muster/client'
import { formatCount, formatNumber, formatPart } from '../format/number.ts'

type Figures = Report['members']

export interface FigureRow {
  readonly name: string
  readonly members: string
  readonly all: string
}

const amount = (value: string | null, currencies: readonly string[]): string => {
  if (value === null) return '–'
  const [only, ...others] = currencies
  const unit = only !== undefined && others.length === 0 ? ` ${only}` : ''
  return `${formatNumber(Number(value))}${unit}`
}
const share = (value: number | null): string => (value === null ? '–' : formatPart(value, 1))
const number = (value: number | null): string => (value === null ? '–' : formatNumber(value))

const rows: readonly (readonly [
  string,
  (figures: Figures, currencies: readonly string[]) => string,
])[] = [
  ['People', ({ people }) => formatCount(people)],
  ['With any event', ({ active }) => formatCount(active)],
  ['Buyers', ({ buyers }) => formatCount(buyers)],
  ['Orders', ({ orders }) => formatCount(orders)],
  ['Revenue', ({ revenue }, units) => amount(revenue, units)],
  ['Margin', ({ margin }, units) => amount(margin, units)],
  ['Average order', ({ averageOrderValue }, units) => amount(averageOrderValue, units)],
  ['Orders for each buyer', ({ ordersPerBuyer }) => number(ordersPerBuyer)],
  ['Bought again', ({ repeatRate }) => share(repeatRate)],
  ['Revenue for each buyer', ({ lifetimeValue }, units) => amount(lifetimeValue, units)],
  ['Gone quiet', ({ churnRate }) => share(churnRate)],
  ['Opened', ({ openRate }) => share(openRate)],
  ['Clicked', ({ clickRate }) => share(clickRate)],
  ['Converted', ({ conversionRate }) => share(conversionRate)],
]

/** The figures of an audience beside everyone's; those of which neither is known are left out. */
export function figureRows({ members, all, currencies }: Report): readonly FigureRow[] {
  return rows
    .map(([name, write]) => ({
      ...{ name, members: write(members, currencies), all: write(all, currencies) },
    }))
    .filter((row) => row.members !== '–' || row.all !== '–')
}

/** How strong a difference is, in a word, by the usual marks for a correlation (Cohen 1988: 0.1, 0.3, 0.5). */
export function strengthWord(strength: number): 'weak' | 'medium' | 'strong' | 'negligible' {
  if (strength < 0.1) return 'negligible'
  if (strength < 0.3) return 'weak'
  return strength < 0.5 ? 'medium' : 'strong'
}

/** A chance as it is told: never as zero. */
export function chanceText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`
}
