import { expect, test } from 'vitest'
import { canBeAsked, traitsQuery, withOnly } from './shownTraits.ts'

test('people keep their names whatever is shown beside them', () => {
  expect(traitsQuery(['rfm.segment', 'name'])).toEqual({
    traits: 'rfm.segment,name,firstName,lastName',
  })
  expect(traitsQuery([])).toEqual({})
})

test('a name that would be two is not asked for', () => {
  expect(['plan', 'a,b', '', 5].map(canBeAsked)).toEqual([true, false, false, false])
})

test('an export has the traits that were chosen and no others', () => {
  const ann = { profile: '1', identifiers: [], traits: { name: 'Ann', plan: 'pro' } }
  expect(withOnly([ann], ['plan', 'absent'])).toEqual([{ ...ann, traits: { plan: 'pro' } }])
})
