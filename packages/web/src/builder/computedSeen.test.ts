import type { ComputedTrait } from '@muster/client'
import type { Json } from '@muster/core'
import { expect, test } from 'vitest'
import { computedSeen, isComputedPath } from './computedSeen.ts'
import { firstPredicate, pathItems } from './seen.ts'
import { checkContextOf, traitsOf } from './vocabulary.ts'
import { checkDefinition } from '@muster/core'

const trait = (name: string, expression: Json): ComputedTrait => ({
  ...{ name, expression, description: '', source: 'own', sentence: '', edited: null },
  ...{ audiences: [], traits: [] },
})
const seen = { firstSeenAt: 0, lastSeenAt: 0, promoted: false }
const until = { ...seen, path: 'until', types: [{ type: 'instant', count: 3 }], samples: [] }
const plan = { ...seen, path: 'plan', types: [{ type: 'text', count: 3 }], samples: ['pro'] }
const catalogue = {
  events: [
    { name: 'Renewed', count: 3, firstSeenAt: 0, lastSeenAt: 0, properties: [until] },
    {
      name: 'Other',
      count: 3,
      firstSeenAt: 0,
      lastSeenAt: 0,
      properties: [{ ...plan, path: 'until' }],
    },
  ],
  ...{ traits: [plan], accountTraits: [], identifierKinds: [] },
}
const cases = [{ when: { event: 'Renewed' }, value: 'yes' }]
const traits = [
  trait('renewals', { event: 'Renewed' }),
  trait('renewed', { cases, otherwise: false }),
  trait('due', { event: 'Renewed', aggregate: { last: 'until' } }),
  trait('plan', { most: [{ value: 'pro', of: { event: 'Renewed' } }] }),
]
const found = computedSeen(traits, catalogue)
const typesOf = (path: string) =>
  found.find((each) => each.path === path)?.types.map(({ type }) => type)

test('a computed trait has the type and the values that its expression tells', () => {
  expect(typesOf('renewals')).toEqual(['number'])
  expect(typesOf('renewed')).toEqual(['text', 'boolean'])
  expect(found.find(({ path }) => path === 'renewed')?.samples).toEqual(['yes', false])
  expect(firstPredicate(found.find(({ path }) => path === 'renewals'))).toEqual({ atLeast: 1 })
})

test('of a property it has what was seen there, in the events that are meant', () => {
  expect(typesOf('due')).toEqual(['instant'])
})

test('it is offered with its mark, in the place of a sent one of the same name', () => {
  const offered = traitsOf({ catalogue, traits, audiences: [], lists: [] }, false)
  expect(offered.filter(({ path }) => path === 'plan')).toHaveLength(1)
  expect(pathItems(offered).find(({ id }) => id === 'plan')?.note).toBe('text · computed')
})

test('whoever reads into a computed trait reads what is computed', () => {
  expect(
    ['due', 'due.day', 'profile.isKnown', 'duel'].map((path) => isComputedPath(path, traits)),
  ).toEqual([...[true, true, true, false]])
})

test('the check says here what the server says of computed traits', () => {
  const context = checkContextOf({ catalogue, traits, audiences: [], lists: [] }, undefined)
  expect(checkDefinition({ trait: 'renewals', changed: {} }, context)).toMatchObject({
    errors: [{ code: 'no_history', at: ['changed'] }],
  })
  expect(checkDefinition({ trait: 'renewals', is: { withinLast: '1d' } }, context)).toMatchObject({
    errors: [{ code: 'no_instant', at: ['is'] }],
  })
  expect(checkDefinition({ trait: 'renewed', is: { equals: 'yes' } }, context)).toMatchObject({
    ok: true,
  })
})
