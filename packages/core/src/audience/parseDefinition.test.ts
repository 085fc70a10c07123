import { expect, test } from 'vitest'
import { faultsOf, workspace } from './checkContext.test-support.ts'
import { parseDefinition } from './parseDefinition.ts'

test('[L35] reads JSON without losing a digit', () => {
  const checked = parseDefinition('{"trait":"x","is":{"equals":9007199254740993}}', workspace)
  expect(checked).toMatchObject({
    ok: true,
    definition: { trait: 'x', is: { equals: 9007199254740993n } },
  })
})

test.each([
  ['invalid_json', '{"everyone":tru}'],
  ['invalid_json', ''],
  ['invalid_text', '{"audience":"\\ud800"}'],
  ['number_out_of_range', '{"trait":"x","is":{"equals":1e999}}'],
  ['too_deep', `${'{"not":'.repeat(5_000)}{}${'}'.repeat(5_000)}`],
] as const)('[L35] reports %s at the root', (code, text) => {
  expect(faultsOf(parseDefinition(text, workspace))).toEqual([[code, []]])
})

test('[L35] [L7] __proto__ in the text is a name like any other', () => {
  const checked = parseDefinition('{"__proto__":{"everyone":true}}', workspace)
  expect(faultsOf(checked)).toEqual([['unknown_kind', []]])
})

test('[L35] an integer that would lose digits is refused', () => {
  const checked = parseDefinition('{"trait":"x","is":{"atLeast":9223372036854775808}}', workspace)
  expect(faultsOf(checked)).toEqual([['out_of_range', ['is', 'atLeast']]])
})
