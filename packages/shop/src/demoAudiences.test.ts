import { checkDefinition } from '@muster/core'
import { expect, test } from 'vitest'
import { demoAudiences } from './demoAudiences.ts'

const audiences = demoAudiences()

test.each(audiences.map((audience) => [audience.id, audience] as const))(
  '%s is a sound definition',
  (id, audience) => {
    // Only those that stand before it may be referred to.
    const before = audiences.slice(0, audiences.indexOf(audience))
    const checked = checkDefinition(audience.definition, {
      self: id,
      audience: (other) => before.find((one) => one.id === other)?.definition,
      list: () => false,
    })
    expect(checked).toMatchObject({ ok: true })
  },
)

test('every kind of condition is shown', () => {
  const text = JSON.stringify(audiences)
  for (const key of [
    'all',
    'any',
    'not',
    'everyone',
    'trait',
    'for',
    'changed',
    'event',
    'ratio',
    'sequence',
    'without',
  ])
    expect(text).toContain(`"${key}":`)
  for (const key of [
    'notFollowedBy',
    'audience',
    'share',
    'identifier',
    'account',
    'calendar',
    'ago',
    'some',
    'time',
  ])
    expect(text).toContain(`"${key}":`)
  for (const key of ['sum', 'average', 'distinct', 'max', 'first', 'last'])
    expect(text).toContain(`"aggregate":{"${key}":`)
  expect(text).toContain('"aggregate":"daysActive"')
})

test('ids are distinct', () => {
  expect(new Set(audiences.map(({ id }) => id)).size).toBe(audiences.length)
})
