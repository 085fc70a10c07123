import { expect, test } from 'vitest'
import { scoreHeat } from './scoreHeat.ts'

const cell = (value: string, people: number, revenue: string) => ({
  ...{ value, people, revenue, share: 0, orders: 0, revenueShare: null, averageOrderValue: null },
  audience: { name: '', description: '', definition: {} },
})

test('the triples are put together by recency and frequency, whatever they spend', () => {
  const { columns, rows } = scoreHeat({
    cells: [cell('555', 6, '600'), cell('551', 2, '100'), cell('111', 8, '300')],
  })
  expect(columns).toEqual(['F1', 'F2', 'F3', 'F4', 'F5'])
  expect(rows.map(({ head, note }) => `${head} ${note}`)).toEqual([
    ...['R5 8', 'R4 0', 'R3 0', 'R2 0', 'R1 8'],
  ])
  expect(rows[0]?.cells[4]).toEqual({
    text: '8',
    weight: 1,
    says: 'Recency 5, frequency 5: 8 people, 50% of those with scores; revenue 700 (70%); Champions 6, Loyal 2.',
  })
  expect(rows[4]?.cells[0]?.says).toContain('Lost 8')
  expect(rows[1]?.cells[1]).toMatchObject({ text: '·', weight: 0 })
})
