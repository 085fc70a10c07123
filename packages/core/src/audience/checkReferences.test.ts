import { expect, test } from 'vitest'
import type { CheckContext } from './checkContext.ts'
import { faultsOf, refuses, workspace } from './checkContext.test-support.ts'
import { checkDefinition } from './checkDefinition.ts'
import type { Definition } from './definition.ts'

/** A workspace with these audiences, and one list "gold". */
function library(audiences: Readonly<Record<string, Definition>>, self?: string): CheckContext {
  const known = new Map(Object.entries(audiences))
  return {
    ...workspace,
    audience: (id) => known.get(id),
    audienceIds: [...known.keys()],
    ...(self === undefined ? {} : { self }),
  }
}

const refersTo = (audience: string): Definition => ({ not: { audience } })

refuses([
  [
    'L28',
    'an audience that is not there',
    { all: [{ audience: 'vop' }] },
    ['unknown_audience', ['all', 0, 'audience']],
  ],
  ['L28', 'a list that is not there', { list: 'silver' }, ['unknown_list', ['list']]],
  [
    'L28',
    'names of the prototype',
    { any: [{ audience: 'constructor' }, { list: '__proto__' }] },
    ['unknown_audience', ['any', 0, 'audience']],
    ['unknown_list', ['any', 1, 'list']],
  ],
])

test('[L28] [L40] names the nearest audience and list', () => {
  const checked = checkDefinition({ any: [{ audience: 'vop' }, { list: 'golf' }] }, workspace)
  expect(checked.ok ? [] : checked.errors.map((fault) => fault.didYouMean)).toEqual(['vip', 'gold'])
})

test('[L29] an audience does not refer to itself', () => {
  const context = library({ a: { everyone: true } }, 'a')
  expect(faultsOf(checkDefinition({ any: [{ audience: 'a' }] }, context))).toEqual([
    ['circle', ['any', 0, 'audience']],
  ])
})

test('[L29] nor through others', () => {
  const context = library(
    { b: refersTo('c'), c: { all: [{ list: 'gold' }, refersTo('a')] }, a: { everyone: true } },
    'a',
  )
  const checked = checkDefinition({ all: [{ everyone: true }, { audience: 'b' }] }, context)
  expect(checked).toEqual({
    ok: false,
    errors: [
      {
        code: 'circle',
        at: ['all', 1, 'audience'],
        message:
          'The audience would refer to itself: "b" refers to "c" refers to "a". Take one of the references out.',
      },
    ],
  })
})

test('[L29] a circle behind the reference is one too', () => {
  const context = library({ b: refersTo('c'), c: refersTo('b') })
  expect(faultsOf(checkDefinition({ audience: 'b' }, context))).toEqual([['circle', ['audience']]])
})

test('[L29] two ways to one audience are no circle', () => {
  const diamond = { b: refersTo('d'), c: refersTo('d'), d: { everyone: true as const } }
  const checked = checkDefinition(
    { all: [{ audience: 'b' }, { audience: 'c' }, { audience: 'd' }] },
    library(diamond, 'a'),
  )
  expect(checked.ok).toBe(true)
})

test('[L29] a chain of any length is followed, and each audience looked at once', () => {
  const chain: Record<string, Definition> = { a20000: { everyone: true } }
  for (let i = 0; i < 20_000; i++) {
    const next = { audience: `a${i + 1}` }
    chain[`a${i}`] = { any: [next, next] }
  }
  let asked = 0
  const context = library(chain)
  const counting: CheckContext = { ...context, audience: (id) => (asked++, context.audience(id)) }
  expect(checkDefinition({ audience: 'a0' }, counting).ok).toBe(true)
  expect(asked).toBe(20_001)
})

test.each([
  ['an audience that is gone', refersTo('gone')],
  ['a list that is gone', { list: 'silver' }],
  ['a fault of any kind', { trait: 'x', is: { matches: '(' } }],
] as const)('[L30] %s behind a reference is reported at the reference', (_what, broken) => {
  const context = library({ b: refersTo('c'), c: broken })
  expect(faultsOf(checkDefinition({ not: { audience: 'b' } }, context))).toEqual([
    ['faulty_audience', ['not', 'audience']],
  ])
})
