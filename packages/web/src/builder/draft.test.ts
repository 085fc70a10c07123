import { expect, test } from 'vitest'
import { decodeDraft, encodeDraft } from './draft.ts'

const definition = {
  all: [
    { event: 'Bestellung – ok', window: { last: '30d' } },
    { trait: 'n', is: { equals: 9007199254740993n } },
  ],
}

test('a link holds the whole definition, in letters that an address may have', async () => {
  const text = await encodeDraft(definition)
  expect(text).toMatch(/^[\w-]+$/)
  expect(await decodeDraft(text)).toEqual(definition)
})

test('a link that was cut short holds nothing', async () => {
  const text = await encodeDraft(definition)
  expect(await decodeDraft(text.slice(0, 20))).toBeUndefined()
  expect(await decodeDraft('%%%')).toBeUndefined()
})
