import { expect, test } from 'vitest'
import type { CheckContext } from './checkContext.ts'
import { checkDefinition } from './checkDefinition.ts'
import type { Checked } from './checkDefinition.ts'
import type { Definition } from './definition.ts'
import type { FaultCode, Place } from './issue.ts'

/** A workspace with an audience "vip", a list "gold", and nothing else. */
export const workspace: CheckContext = {
  audience: (id) => (id === 'vip' ? { everyone: true } : undefined),
  audienceIds: ['vip'],
  list: (id) => id === 'gold',
  listIds: ['gold'],
}

/** Codes with their places, which is what a program relies on. */
export function faultsOf(checked: Checked): readonly (readonly [FaultCode, Place])[] {
  return checked.ok ? [] : checked.errors.map(({ code, at }) => [code, at] as const)
}

/** The definition, or a failed test. */
export function accepted(input: unknown, context = workspace): Definition {
  const checked = checkDefinition(input, context)
  if (!checked.ok) throw new Error(JSON.stringify(checked.errors))
  return checked.definition
}

export type Refusal = readonly [
  rule: string,
  what: string,
  input: unknown,
  ...faults: (readonly [FaultCode, Place])[],
]

/** One test for each row: exactly these faults, at these places, each with a next step. */
export function refuses(rows: readonly Refusal[], context = workspace): void {
  test.each(rows)('[%s] refuses %s', (_rule, _what, input, ...faults) => {
    const checked = checkDefinition(input, context)
    expect(faultsOf(checked)).toEqual(faults)
    for (const { message } of checked.ok ? [] : checked.errors) expect(message).toMatch(/^.+[.?]$/)
  })
}

export type Acceptance = readonly [rule: string, what: string, input: unknown]

export function accepts(rows: readonly Acceptance[], context = workspace): void {
  test.each(rows)('[%s] accepts %s', (_rule, _what, input) => {
    expect(accepted(input, context)).toEqual(input)
  })
}

/** A trait with a predicate, the shortest place for one. */
export const trait = (is: unknown): unknown => ({ trait: 'x', is })
/** An event with a window. */
export const inWindow = (window: unknown): unknown => ({ event: 'E', window })
/** An event with a filter. */
export const where = (...filters: readonly unknown[]): unknown => ({ event: 'E', where: filters })
