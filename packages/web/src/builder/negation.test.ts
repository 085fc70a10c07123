import { expect, test } from 'vitest'
import { groupFrom, groupOf, peel } from './negation.ts'
import type { GroupKind } from './negation.ts'

const members = [{ event: 'A' }, { event: 'B' }]
const kinds: readonly GroupKind[] = ['all', 'any', 'none', 'notAll']

test.each(kinds)('a group "%s" is read as it was written', (kind) => {
  expect(groupOf(peel(groupFrom(kind, members), []))).toMatchObject({ kind, members })
})

test('what is denied twice is said', () => {
  expect(peel({ not: { not: { event: 'A' } } }, [])).toEqual({
    ...{ isDenied: false, value: { event: 'A' }, at: ['not', 'not'] },
  })
})

test('the place of what is denied is behind its not', () => {
  expect(peel({ not: { event: 'A' } }, ['all', 1])).toEqual({
    ...{ isDenied: true, value: { event: 'A' }, at: ['all', 1, 'not'] },
  })
  expect(groupOf(peel({ not: { event: 'A' } }, []))).toBeUndefined()
})
