import type { Report } from '@muster/client'
import { expect, test } from 'vitest'
import { chanceText, figureRows, strengthWord } from './figures.ts'

const figures: Report['members'] = {
  ...{ people: 1200, active: 900, buyers: 40, orders: 55, revenue: '1234.50', margin: null },
  ...{ averageOrderValue: '22.45', ordersPerBuyer: 1.375, repeatRate: 0.25, lifetimeValue: null },
  ...{ churnRate: null, openRate: null, clickRate: null, conversionRate: null },
}
const report = (currencies: readonly string[]): Report => ({
  subject: { audience: 'vip', name: 'VIP', sentence: '', at: 0, size: 1200 },
  ...{ everyone: 5000, share: 0.24, revenueShare: null, marginShare: null, currencies },
  ...{ members: figures, all: figures, channels: [], categories: [], apart: [], tests: 0 },
  ...{ leftOut: [], persona: [], tookMs: 1 },
})

test('figures have units and separators, and what nobody knows is left out', () => {
  const rows = new Map(figureRows(report(['EUR'])).map(({ name, members }) => [name, members]))
  expect(rows.get('People')).toBe('1,200')
  expect(rows.get('Revenue')).toBe('1,234.5 EUR')
  expect(rows.get('Bought again')).toBe('25%')
  expect(rows.has('Margin')).toBe(false)
})

test('sums over several currencies have no unit', () => {
  expect(figureRows(report(['EUR', 'USD']))).toContainEqual({
    ...{ name: 'Revenue', members: '1,234.5', all: '1,234.5' },
  })
})

test('strengths and chances in words', () => {
  expect([0.05, 0.2, 0.4, 0.7].map(strengthWord)).toEqual([
    ...['negligible', 'weak', 'medium', 'strong'],
  ])
  expect([0.0001, 0.0421].map(chanceText)).toEqual(['p < 0.001', 'p = 0.042'])
})
