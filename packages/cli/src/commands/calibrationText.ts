import { dimensions } from '@muster/core'
import type { Calibration, CalibrationDrift } from '@muster/client'
import { formatInstant, formatNumber } from '../output/format.ts'
import { printable } from '../output/printable.ts'
import { facts, table } from '../output/table.ts'
import { percent } from './report.ts'

const units = { recency: 'days at most', frequency: 'orders from', monetary: 'revenue from' }

/** What was learned of whom, and where each score and each tier begins. */
export function calibrationText(calibration: Calibration): string {
  const { id, at, because, by, basis, customers, customersEver, value } = calibration
  const money = basis.margin?.margin ?? (basis.margin?.cost && `revenue less ${basis.margin.cost}`)
  const tiers = (thresholds: readonly (number | null)[]): string =>
    ['top 50%', 'top 20%', 'top 5%']
      .map((tier, i) => `${tier} from ${formatNumber(thresholds[i])}`)
      .join(', ')
  return [
    facts([
      ['calibration', `${id}, learned at ${formatInstant(at)} (${because}, by ${printable(by)})`],
      ['orders', `${basis.order} of the last ${basis.period}`],
      ['revenue', basis.revenue],
      ['margin', money ?? '–'],
      ['customers', `${formatNumber(customers)}, ${formatNumber(customersEver)} ever`],
      ['tiers of revenue', tiers(value.revenue)],
      ['tiers of margin', value.margin === null ? '–' : tiers(value.margin)],
    ]),
    '\n',
    table(dimensions, [
      { title: 'score', cell: (dimension) => `${dimension}, ${units[dimension]}` },
      ...[0, 1, 2, 3].map((i) => ({
        title: String(i + 2),
        right: true,
        cell: (dimension: (typeof dimensions)[number]) =>
          formatNumber(calibration.rfm[dimension][i]),
      })),
    ]),
  ].join('')
}

/** Thresholds side by side, and whom they concern. */
export function driftText(drift: CalibrationDrift): string {
  const { older, newer, customers, changed, moves, onlyOlder, onlyNewer } = drift
  const side = (thresholds: readonly (number | null)[]): string =>
    thresholds.map((threshold) => formatNumber(threshold)).join(' ')
  return [
    facts([
      ['older', `${older.id}, ${formatInstant(older.at)}`],
      ['newer', `${newer.id}, ${formatInstant(newer.at)}`],
      ['customers', formatNumber(customers)],
      ['scored by one only', `${formatNumber(onlyOlder)} older, ${formatNumber(onlyNewer)} newer`],
      ['in another segment', percent(changed.segment)],
    ]),
    '\n',
    table(dimensions, [
      { title: 'dimension', cell: (dimension) => dimension },
      { title: 'older', cell: (dimension) => side(older.rfm[dimension]) },
      { title: 'newer', cell: (dimension) => side(newer.rfm[dimension]) },
      { title: 'other score', right: true, cell: (dimension) => percent(changed[dimension]) },
      {
        title: 'stability index',
        right: true,
        cell: (dimension) => drift.stability[dimension].index.toFixed(3),
      },
      { title: 'reading', cell: (dimension) => drift.stability[dimension].reading },
    ]),
    '\n',
    table(moves.slice(0, 20), [
      { title: 'from', cell: ({ from }) => from },
      { title: 'to', cell: ({ to }) => to },
      { title: 'customers', right: true, cell: (move) => formatNumber(move.customers) },
    ]),
  ].join('')
}
