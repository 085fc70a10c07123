import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definitionArbitrary } from './arbitrary.test-support.ts'
import { workspace } from './checkContext.test-support.ts'
import { checkDefinition } from './checkDefinition.ts'
import type { Place } from './issue.ts'

const known = { ...workspace, audience: () => ({ everyone: true }) as const, list: () => true }

/** Anything that is not what the language wants, and words of the language where they do not belong. */
const junk = fc.oneof(
  fc.anything({
    withBigInt: true,
    withNullPrototype: true,
    withSparseArray: true,
    withDate: true,
    withMap: true,
  }),
  fc.constantFrom<unknown[]>(
    '',
    'all',
    '30d',
    '2024-01-01',
    '(',
    NaN,
    -0,
    2n ** 80n,
    [],
    {},
    null,
    true,
  ),
  fc.constantFrom<unknown[]>(
    { all: [] },
    { equals: 1 },
    { last: '1d' },
    { event: 'E' },
    { __proto__: null, is: 1 },
  ),
)

/** Every place in a value, the root first. */
function places(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, member]) => places(member, [...at, key]))]
}

function replaced(value: unknown, at: Place, by: unknown): unknown {
  const [key, ...rest] = at
  if (key === undefined || typeof value !== 'object' || value === null) return by
  const change = ([name, member]: [string, unknown]): [string, unknown] => [
    name,
    name === key ? replaced(member, rest, by) : member,
  ]
  const entries = Object.entries(value).map(change)
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries)
}

/** Whether the place lies in the input, or is a key that its object lacks. */
function leadsSomewhere(input: unknown, at: Place): boolean {
  let value = input
  for (const [index, key] of at.entries()) {
    if (typeof value !== 'object' || value === null) return false
    if (!Object.hasOwn(value, key)) return index === at.length - 1
    value = new Map<unknown, unknown>(Object.entries(value)).get(String(key))
  }
  return true
}

test('[L6] whatever is put in, the answer is a definition or faults at places of the input', () => {
  const broken = fc.tuple(definitionArbitrary(), fc.nat(), junk).map(([definition, index, by]) => {
    const all = places(definition)
    return replaced(definition, all[index % all.length] ?? [], by)
  })
  fc.assert(
    fc.property(fc.oneof(broken, junk), (input) => {
      const checked = checkDefinition(input, known)
      if (checked.ok) {
        // What was accepted is accepted again, unchanged.
        expect(checkDefinition(checked.definition, known)).toEqual(checked)
        return
      }
      expect(checked.errors.length).toBeGreaterThan(0)
      for (const { at } of checked.errors) expect(leadsSomewhere(input, at)).toBe(true)
    }),
    { numRuns: 3_000 },
  )
})
