import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SequenceCondition } from '../audience/definition.ts'
import type { EventFact } from '../evidence/evidence.ts'
import { event, holds, ms, T } from './profile.test-support.ts'

const at = (minute: number, name: string): EventFact =>
  event(`2024-03-31T08:${String(minute).padStart(2, '0')}Z`, name, {}, `${name}${minute}`)
const steps = (...names: string[]): SequenceCondition => ({
  sequence: names.map((e) => ({ event: e })),
})

test('[S1] steps are taken in order, each strictly later', () => {
  expect(holds(steps('A', 'B'), { events: [at(1, 'A'), at(2, 'B')] })).toBe(true)
  expect(holds(steps('A', 'B'), { events: [at(2, 'A'), at(1, 'B')] })).toBe(false)
  expect(holds(steps('A', 'B'), { events: [at(1, 'A'), at(1, 'B')] })).toBe(false)
  expect(holds(steps('A', 'A'), { events: [at(1, 'A')] })).toBe(false)
  expect(holds(steps('A', '*', 'A'), { events: [at(1, 'A'), at(2, 'A'), at(3, 'A')] })).toBe(true)
})

test('[S2] the window is the first’s; the last comes within the time, its end included', () => {
  const sequence = { ...steps('A', 'B'), within: '2m' } as const
  expect(holds(sequence, { events: [at(1, 'A'), at(3, 'B')] })).toBe(true)
  expect(holds(sequence, { events: [at(1, 'A'), at(4, 'B')] })).toBe(false)
  expect(holds(sequence, { events: [at(1, 'A'), at(2, 'A'), at(4, 'B')] })).toBe(true)
  const window = { to: '2024-03-31T08:02Z' } as const
  expect(holds({ ...sequence, window }, { events: [at(1, 'A'), at(3, 'B')] })).toBe(true)
  expect(holds({ ...sequence, window }, { events: [at(2, 'A'), at(3, 'B')] })).toBe(false)
})

test('[S3] nothing that interrupts lies strictly between', () => {
  const sequence = { ...steps('A', 'B'), without: { event: 'X' } }
  expect(holds(sequence, { events: [at(1, 'A'), at(2, 'X'), at(3, 'B')] })).toBe(false)
  expect(holds(sequence, { events: [at(1, 'A'), at(1, 'X'), at(3, 'X'), at(3, 'B')] })).toBe(true)
  expect(holds(sequence, { events: [at(1, 'A'), at(2, 'X'), at(3, 'A'), at(4, 'B')] })).toBe(true)
})

test('[S4] an event without an answer counts when its deadline has passed', () => {
  const abandoned = { event: 'A', notFollowedBy: { event: 'B' }, within: '10m' } as const
  const until = (minute: number) => ({ at: ms(`2024-03-31T08:${minute}Z`) })
  expect(holds(abandoned, { events: [at(1, 'A')] }, until(11))).toBe(true)
  expect(holds(abandoned, { events: [at(1, 'A')] }, until(10))).toBe(false)
  expect(holds(abandoned, { events: [at(1, 'A'), at(11, 'B')] })).toBe(false)
  expect(holds(abandoned, { events: [at(1, 'A'), at(1, 'B'), at(12, 'B')] })).toBe(true)
  expect(holds({ ...abandoned, window: { last: '1h' } }, { events: [at(1, 'A')] })).toBe(false)
})

/** Every way of choosing events for the steps, tried one by one: the rule read literally. */
function anyChoice(condition: SequenceCondition, events: readonly EventFact[]): boolean {
  const { sequence, within, without } = condition
  const limit = within === undefined ? Infinity : Number.parseInt(within) * 60_000
  const choices = (chosen: readonly EventFact[]): readonly (readonly EventFact[])[] => {
    const step = sequence[chosen.length]
    if (step === undefined) return [chosen]
    return events
      .filter((e) => e.name === step.event && e.at > (chosen.at(-1)?.at ?? -Infinity))
      .flatMap((e) => choices([...chosen, e]))
  }
  return choices([]).some((chosen) => {
    const [first, last] = [chosen[0]?.at ?? 0, chosen.at(-1)?.at ?? 0]
    return (
      last - first <= limit &&
      !events.some((e) => e.name === without?.event && e.at > first && e.at < last)
    )
  })
}

test('[S1] [S2] [S3] taking the earliest next event finds a sequence whenever there is one', () => {
  const name = fc.constantFrom('A', 'B', 'C')
  const events = fc.uniqueArray(fc.record({ minute: fc.integer({ min: 0, max: 12 }), name }), {
    maxLength: 8,
    selector: (e) => `${e.name}${e.minute}`,
  })
  const within = fc.constantFrom(undefined, '2m', '4m')
  const without = fc.option(name, { nil: undefined })
  fc.assert(
    fc.property(
      events,
      fc.array(name, { minLength: 2, maxLength: 3 }),
      within,
      without,
      (drawn, names, limit, excluded) => {
        const facts = drawn.map((e) => at(e.minute, e.name))
        const condition = {
          ...steps(...names),
          ...(limit !== undefined && { within: limit }),
          ...(excluded !== undefined && { without: { event: excluded } }),
        }
        expect(holds(condition, { events: facts })).toBe(anyChoice(condition, facts))
      },
    ),
    { numRuns: 500 },
  )
  expect(ms(T)).toBeGreaterThan(0)
})
