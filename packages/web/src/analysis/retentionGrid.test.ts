import type { Retention } from '@muster/client'
import { expect, test } from 'vitest'
import { periodLabel, retentionGrid, retentionRows } from './retentionGrid.ts'

const retention: Retention = {
  ...{
    period: 'month',
    at: 0,
    cohort: 'did “Order Completed”',
    returning: 'did “Order Completed”',
  },
  cohorts: [
    { name: '2026-08', from: -1, to: 0, people: 0, returned: [0, 0, 0, 0] },
    { name: '2026-09', from: 0, to: 1, people: 2_000, returned: [2_000, 500, 3] },
    { name: '2026-10', from: 1, to: 2, people: 0, returned: [0, 0] },
    { name: '2026-11', from: 2, to: 3, people: 1, returned: [1] },
  ],
  curve: [
    { offset: 0, people: 2_000, returned: 2_000, rate: 1 },
    { offset: 1, people: 2_000, returned: 500, rate: 0.25 },
  ],
}

test('the newest cohort stands first, none stands before the first with anybody, all together last, and a cell says people and percent', () => {
  const rows = retentionGrid(retention)
  expect(rows.map(({ head }) => head)).toEqual([
    'Nov 2026',
    'Oct 2026',
    'Sept 2026',
    'All together',
  ])
  expect(rows[2]?.cells[1]).toEqual({
    ...{ text: '25%', weight: 1, isOpen: false },
    says: 'Sept 2026, month 1: 500 of 2,000 people, 25%.',
  })
  expect(rows[3]?.cells[1]?.says).toBe('All cohorts, month 1: 500 of 2,000 people, 25%.')
})

test('what is not over says so, and a cohort of nobody has no cells', () => {
  const rows = retentionGrid(retention)
  expect(rows[2]?.cells[2]?.says).toBe(
    'Sept 2026, month 2: 3 of 2,000 people, 0.2%, and it is not over.',
  )
  expect(rows[0]?.cells[0]?.says).toContain('1 of 1 person')
  expect(rows[1]?.cells).toEqual([])
})

test('weeks are named by their Monday', () => {
  expect(periodLabel('2026-11-16', 'week')).toBe('16 Nov 2026')
})

test('a file has the counts themselves, and nothing where no period has been', () => {
  expect(retentionRows(retention)).toEqual([
    ['month', 'people', 'month 0', 'month 1', 'month 2', 'month 3'],
    ['2026-08', '0', '0', '0', '0', '0'],
    ['2026-09', '2000', '2000', '500', '3', ''],
    ['2026-10', '0', '0', '0', '', ''],
    ['2026-11', '1', '1', '', '', ''],
  ])
})
