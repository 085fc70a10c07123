import { expect, test } from 'vitest'
import { decodeDraft } from './draft.ts'
import { draftLink, readDraftLink } from './draftLink.ts'

test('a link brings the definition with its name and what it is for', async () => {
  const definition = { event: 'Order Completed' }
  const naming = { name: 'Bought A&B, not “C”', description: '100 % = all' }
  const { link = '', ...named } = readDraftLink(`#${await draftLink(definition, naming)}`)
  expect(await decodeDraft(link)).toEqual(definition)
  expect(named).toEqual(naming)
  expect(readDraftLink('#key=abc')).toEqual({ link: undefined })
})
