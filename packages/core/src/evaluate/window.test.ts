import { expect, test } from 'vitest'
import type { Window } from '../audience/definition.ts'
import type { JsonObject } from '../value/json.ts'
import { event, holds, ms, T, traits } from './profile.test-support.ts'

const HOUR = 3_600_000

/** Whether an event so many milliseconds from `T` lies in the window. */
function sees(window: Window | undefined, offset: number, known: JsonObject = {}): boolean {
  const happened = { ...event(T, 'A', {}, 'e'), at: ms(T) + offset }
  const told = { events: [happened], traits: [traits('2000-01-01', known)] }
  return holds({ event: 'A', ...(window && { window }) }, told)
}

test('[W3] without a window all time up to T counts, and nothing later ever does', () => {
  expect(sees(undefined, -1e12)).toBe(true)
  expect(sees(undefined, 0)).toBe(true)
  expect(sees(undefined, 1)).toBe(false)
  expect(sees({ from: '2000-01-01' }, 1)).toBe(false)
  expect(sees({ calendar: 'today' }, 1)).toBe(false)
})

test('[W4] "last" leaves out its far edge and holds T', () => {
  expect(sees({ last: '1h' }, -HOUR)).toBe(false)
  expect(sees({ last: '1h' }, -HOUR + 1)).toBe(true)
  expect(sees({ last: '1h' }, 0)).toBe(true)
})

test('[W5] "ago" leaves out its far edge and holds the near one', () => {
  const window: Window = { ago: ['2h', '1h'] }
  expect(sees(window, -2 * HOUR)).toBe(false)
  expect(sees(window, -2 * HOUR + 1)).toBe(true)
  expect(sees(window, -HOUR)).toBe(true)
  expect(sees(window, -HOUR + 1)).toBe(false)
})

test('[W6] an instant on the edge lies in exactly one of "last" and "olderThan"', () => {
  for (const offset of [-HOUR - 1, -HOUR, -HOUR + 1]) {
    expect(sees({ olderThan: '1h' }, offset)).toBe(!sees({ last: '1h' }, offset))
  }
  expect(sees({ olderThan: '1h' }, -HOUR)).toBe(true)
})

test('[W7] a fixed window holds its beginning and not its end; either may be open', () => {
  const window: Window = { from: '2024-03-31T08:00Z', to: '2024-03-31T09:00Z' }
  expect(sees(window, -2 * HOUR)).toBe(true)
  expect(sees(window, -HOUR - 1)).toBe(true)
  expect(sees(window, -HOUR)).toBe(false)
  expect(sees({ to: '2024-03-31T09:00Z' }, -1e12)).toBe(true)
  expect(sees({ from: '2024-03-31T09:00Z' }, 0)).toBe(true)
})

test('[W8] "since" holds the trait’s instant and T, and is empty without an instant', () => {
  const window: Window = { since: { trait: 'trial.start' } }
  const started = { trial: { start: '2024-03-31T09:00:00Z' } }
  expect(sees(window, -HOUR, started)).toBe(true)
  expect(sees(window, 0, started)).toBe(true)
  expect(sees(window, -HOUR - 1, started)).toBe(false)
  expect(sees(window, 0, {})).toBe(false)
  expect(sees(window, 0, { trial: { start: 'soon' } })).toBe(false)
  expect(sees(window, 0, { trial: { start: T } })).toBe(true)
  expect(sees(window, 0, { trial: { start: '2024-03-31T10:00:00.001Z' } })).toBe(false)
  expect(sees({ since: { trait: 'starts[]' } }, 0, { starts: ['2024-01-01'] })).toBe(false)
})
