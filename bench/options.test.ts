import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

const sections = [{ name: 'refresh' }, { name: 'rfm', isAside: true }, { name: 'ingest' }] as const
const read = (...args: string[]) => readOptions(args, sections)

test('without flags it is what the issue asks for', () => {
  expect(read()).toMatchObject({
    ...{ profiles: 1_000_000, events: 20_000_000, audiences: 100, seconds: 60, rate: 2_000 },
    ...{ only: ['refresh', 'ingest'], base: undefined },
  })
  expect(read().out).toMatch(/^bench\/results\/.*\.json$/)
})

test('flags make a smaller run', () => {
  const args = ['--profiles', '1000', '--events', '20000', '--only', 'ingest,refresh', '--out', 'x']
  expect(read(...args)).toMatchObject({
    ...{ profiles: 1_000, events: 20_000, only: ['ingest', 'refresh'], out: 'x' },
  })
})

test('what takes its time is run when it is asked for', () => {
  expect(read('--only', 'rfm').only).toEqual(['rfm'])
  expect(read('--only', 'all').only).toEqual(['refresh', 'rfm', 'ingest'])
})

test.each([
  [['--profiles', 'many'], '--profiles takes a whole number from 1 on, and got "many".'],
  [['--seconds', '0'], '--seconds takes a whole number from 1 on, and got "0".'],
  [['--only', 'fresh'], 'There is no section "fresh". There are refresh, rfm, ingest.'],
  [['--events', '1000'], '--events takes at least twice the number of profiles.'],
  [['--fast'], "Unknown option '--fast'"],
])('%j is refused', (args, reason) => {
  expect(() => read(...args)).toThrow(reason)
})
