import type { Audience } from '@muster/client'
import { expect, test } from 'vitest'
import { arranged, tagsOf } from './library.ts'
import type { LibraryView } from './library.ts'

const audience = (name: string, more: Partial<Audience> = {}): Audience => ({
  ...{ id: name, name, description: '', owner: '', useCase: null, tags: [], state: 'live' },
  ...{ archivedAt: null, revision: 1, version: 1, definition: { everyone: true }, sentence: '' },
  ...{ size: 0, latency: null, lastChangeAt: null, sunsetAt: null, createdAt: 0, updatedAt: 0 },
  progress: { state: 'done', versionInForce: 1, watermark: 0, error: null },
  ...more,
})
const all = [
  audience('Lapsed', { size: 40, tags: ['win back'] }),
  audience('VIP', { size: 900, sentence: 'People who did “Order Completed”.' }),
  audience('Old', { state: 'archived' }),
  audience('New', { size: null, state: 'draft' }),
]
const view: LibraryView = {
  ...{ sought: '', shown: 'current', tag: undefined, sort: 'name', direction: 'up' },
}
const names = (more: Partial<LibraryView>) =>
  arranged(all, { ...view, ...more }).map(({ name }) => name)

test('what is archived is out of sight until it is asked for', () => {
  expect(names({})).toEqual(['Lapsed', 'New', 'VIP'])
  expect(names({ shown: 'archived' })).toEqual(['Old'])
})

test('the search looks into the sentence too', () => {
  expect(names({ sought: 'order completed' })).toEqual(['VIP'])
})

test('the largest first, those without a size last', () => {
  expect(names({ sort: 'size', direction: 'down' })).toEqual(['VIP', 'Lapsed', 'New'])
})

test('tags', () => {
  expect(tagsOf(all)).toEqual(['win back'])
  expect(names({ tag: 'win back' })).toEqual(['Lapsed'])
})
