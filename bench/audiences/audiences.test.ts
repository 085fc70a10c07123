import { checkDefinition, references } from '@muster/core'
import { expect, test } from 'vitest'
import { audiences, GROUPS } from './audiences.ts'

test('a hundred are what the issue asks for', () => {
  const sizes = Object.entries(GROUPS).map(([name, group]) => [name, group.length])
  expect(Object.fromEntries(sizes)).toEqual({
    ...{ counts: 30, filtered: 20, ordered: 15, referring: 10, traits: 25 },
  })
  expect(new Set(audiences(100).map(({ id }) => id)).size).toBe(100)
})

test.each([20, 50, 100, 150, 200])('%d stand by themselves and pass the check', (count) => {
  const all = audiences(count)
  expect(all).toHaveLength(count)
  const known = new Map<string, (typeof all)[number]['definition']>()
  for (const { id, definition } of all) {
    const checked = checkDefinition(definition, {
      audience: (other) => known.get(other),
      list: () => false,
    })
    expect(checked, id).toMatchObject({ ok: true })
    // Referenced ones come first, since they are created from top to bottom.
    known.set(id, definition)
  }
})

test('the second hundred asks other questions than the first, and refers to its own', () => {
  const all = audiences(200)
  const texts = all.map(({ definition }) => JSON.stringify(definition))
  const repeated = all.filter((_, i) => texts.indexOf(texts[i] ?? '') !== i).map(({ id }) => id)
  // Nothing in these can be varied but what they mean.
  expect(repeated.filter((id) => !id.includes('-v1'))).toEqual([])
  expect(repeated.length).toBeLessThan(20)
  for (const { definition } of all.slice(100))
    for (const id of references(definition).audiences) expect(id).toMatch(/-v1$/)
})
