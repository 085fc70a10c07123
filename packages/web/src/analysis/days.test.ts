import { expect, test } from 'vitest'
import { dayText, startOf } from './days.ts'

test('days are those of the workspace, also where clocks are put back', () => {
  const zone = 'Europe/Berlin'
  expect(dayText(Date.parse('2026-11-21T23:00:00Z'), zone)).toBe('2026-11-22')
  expect(startOf('2026-10-25', zone)).toBe(Date.parse('2026-10-24T22:00:00Z'))
  expect(startOf('2026-10-25', zone, 1)).toBe(Date.parse('2026-10-25T23:00:00Z'))
  expect(startOf('2026-02-30', zone)).toBeUndefined()
})
