import type { Migration } from '@muster/client'
import { expect, test } from 'vitest'
import { migrationGrid, migrationRows } from './migrationGrid.ts'

const migration: Migration = {
  ...{ from: 0, to: 1, people: 1_300, stayed: 1_000 },
  states: [
    { name: 'pro', value: 'pro' },
    { name: '1', value: true },
    { name: 'unused', value: null },
  ],
  flows: [
    { from: 0, to: 0, people: 1_000 },
    { from: 0, to: null, people: 200 },
    { from: null, to: 1, people: 100 },
  ],
}

test('rows are then and columns later, with counts and the part of the row', () => {
  const { columns, rows } = migrationGrid(migration)
  expect(columns).toEqual(['pro', 'true', 'none of them'])
  expect(rows.map(({ head, note }) => [head, note])).toEqual([
    ['pro', '1,200'],
    ['none of them', '100'],
  ])
  expect(rows[0]?.cells[2]).toMatchObject({
    text: '200',
    says: 'From pro to none of them: 200 people, 16.7% of those who were in pro.',
  })
  expect(rows[1]?.cells[0]).toMatchObject({ text: '·', weight: 0 })
})

test('in a file none is empty', () => {
  expect(migrationRows(migration)).toEqual([
    ['from', 'to', 'people'],
    ['pro', 'pro', '1000'],
    ['pro', '', '200'],
    ['', 'true', '100'],
  ])
})
