import { expect, test } from 'vitest'
import { startingTrait, traitItems } from './stateTraits.ts'

const seen = (path: string, type: string, count: number) => ({
  ...{ path, types: [{ type, count }], samples: ['x'], firstSeenAt: 0, lastSeenAt: 0 },
  promoted: false,
})
const traits = [seen('email', 'text', 900), seen('age', 'number', 800), seen('tier', 'text', 50)]

test('what looks like a state is offered first, and traits to come too', () => {
  expect(traitItems(traits).map(({ id, note }) => [id, note])).toEqual([
    ['tier', '50'],
    ['email', '900'],
    ['age', '800'],
    ['lifecycle.stage', 'not seen yet'],
    ['rfm.segment', 'not seen yet'],
    ['plan', 'not seen yet'],
  ])
})

test('one begins with a trait that has been seen', () => {
  expect(startingTrait(traits)).toBe('tier')
  expect(startingTrait([...traits, seen('rfm.segment', 'text', 1)])).toBe('rfm.segment')
  expect(startingTrait([])).toBe('')
})
