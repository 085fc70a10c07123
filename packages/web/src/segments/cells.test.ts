import { expect, test } from 'vitest'
import { averageOf, cellRows, treeCells } from './cells.ts'

const cell = (value: string, people: number, revenue: string | null) => ({
  ...{ value, people, revenue, share: people / 10, orders: people * 2, revenueShare: 0.25 },
  averageOrderValue: revenue === null ? null : '12.5',
  audience: { name: '', description: '', definition: {} },
})
const grid = { cells: [cell('Champions', 2, '400'), cell('Lost', 8, '100')] }

test('areas are people and shades revenue, or the other way round', () => {
  const [champions, lost] = treeCells(grid, 'people')
  expect(champions).toMatchObject({ size: 2, weight: 1, text: '2 · 20%' })
  expect(lost).toMatchObject({ size: 8, weight: 0.25 })
  expect(treeCells(grid, 'revenue')[0]).toMatchObject({ size: 400, weight: 0.25 })
  expect(champions?.says).toBe(
    'Champions: 2 people (20%); revenue 400.00 (25%); average order 12.50',
  )
})

test('where no revenue is known, nothing is said of it, and more sent back than brought is no area', () => {
  const [none, negative] = treeCells({ cells: [cell('A', 1, null), cell('B', 1, '-5')] }, 'revenue')
  expect(none?.says).toBe('A: 1 person (10%)')
  expect(negative?.size).toBe(0)
  expect(averageOf(3, 0)).toBe('–')
})

test('a file has every digit', () => {
  const rows = cellRows({
    ...{ by: 'rfm.segment', at: 0, subject: null, orders: 'period', people: 10, without: 0 },
    ...{ tookMs: 1, cells: [cell('Lost', 8, '0.123456789')] },
  })
  expect(rows[1]).toEqual(['Lost', '8', '0.8', '16', '0.123456789', '0.25', '12.5'])
})
