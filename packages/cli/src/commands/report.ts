import type { Command } from 'commander'
import type { Report } from '@muster/client'
import { formatNumber, formatValue } from '../output/format.ts'
import { printable } from '../output/printable.ts'
import { facts, table } from '../output/table.ts'
import type { Define } from './define.ts'
import { readSubject, subjectOptions, type SubjectOptions } from './subject.ts'

/** `muster report` */
export function defineReport(program: Command, define: Define): void {
  define(
    subjectOptions(program.command('report').argument('[audience]')).description(
      'what an audience looks like beside everyone, and what sets it apart',
    ),
    async (context, audience: string | undefined, options: SubjectOptions) => {
      const subject = await readSubject(context, audience, options)
      const client = await context.client()
      const report = await client.analysis.report(subject, context.io.ending)
      context.show(report, () => reportText(report))
    },
  )
}

function reportText(report: Report): string {
  const { subject, members, all, apart, channels, categories } = report
  const counted = (title: string, rows: Report['channels']) =>
    rows.length === 0
      ? ''
      : `\n${table(rows.slice(0, 10), [
          { title, cell: ({ name }) => formatValue(name, 40) },
          { title: 'people', right: true, cell: (row) => formatNumber(row.members) },
          { title: 'share', right: true, cell: (row) => percent(row.shareOfMembers) },
          { title: 'everyone', right: true, cell: (row) => percent(row.shareOfAll) },
          { title: 'index', right: true, cell: ({ index }) => formatNumber(index) },
        ])}`
  const pair = (show: (figures: Report['members']) => string): string =>
    `${show(members)}  (everyone: ${show(all)})`
  return [
    `${printable(subject.name)}: ${printable(subject.sentence)}\n\n`,
    report.persona.map((line) => `${printable(line)}\n`).join(''),
    '\n',
    facts([
      ['people', pair(({ people }) => formatNumber(people))],
      ['share of people', percent(report.share)],
      ['share of revenue', percent(report.revenueShare)],
      ['share of margin', percent(report.marginShare)],
      ['revenue', `${pair(({ revenue }) => money(revenue))} ${report.currencies.join(', ')}`],
      ['margin', pair(({ margin }) => money(margin))],
      ['orders', pair(({ orders }) => formatNumber(orders))],
      ['average order', pair(({ averageOrderValue }) => money(averageOrderValue))],
      ['orders a buyer', pair(({ ordersPerBuyer }) => formatNumber(ordersPerBuyer))],
      ['repeat rate', pair(({ repeatRate }) => percent(repeatRate))],
      ['lifetime value', pair(({ lifetimeValue }) => money(lifetimeValue))],
      ['churn rate', pair(({ churnRate }) => percent(churnRate))],
      ['open rate', pair(({ openRate }) => percent(openRate))],
      ['click rate', pair(({ clickRate }) => percent(clickRate))],
      ['conversion', pair(({ conversionRate }) => percent(conversionRate))],
    ]),
    counted('channel', channels),
    counted('category', categories),
    `\nWhat sets it apart, of ${formatNumber(report.tests)} tests:\n`,
    table(apart, [
      { title: 'kind', cell: ({ kind }) => kind },
      { title: 'what', cell: ({ name }) => formatValue(name, 40) },
      { title: 'here', cell: here },
      { title: 'strength', right: true, cell: ({ strength }) => strength.toFixed(2) },
      { title: 'p', right: true, cell: ({ adjustedP }) => probability(adjustedP) },
    ]),
  ].join('')
}

function here({ values: [first], means }: Report['apart'][number]): string {
  if (means !== null) return `${formatNumber(means.members)} (everyone: ${formatNumber(means.all)})`
  if (first === undefined) return ''
  return `${formatValue(first.value, 24)} ${percent(first.shareOfMembers)}, index ${formatNumber(first.index)}`
}

export const percent = (share: number | null): string =>
  share === null ? '–' : `${formatNumber(share * 100)} %`
const money = (amount: string | null): string =>
  amount === null ? '–' : formatNumber(Number(amount))
const probability = (p: number): string => (p < 0.0001 ? '<0.0001' : p.toFixed(4))
