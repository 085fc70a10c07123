import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../value/json.ts'
import { decimalText } from './decimalText.ts'
import { compareKinds, standardKinds } from './identifierKinds.ts'
import { checkIdentifierSettings, compileIdentifierRules } from './identifierRules.ts'

const germany = compileIdentifierRules({ region: 'DE' })
const nowhere = compileIdentifierRules()
const usable = (value: string) => ({ usable: true, value })

test.each([
  [' Ann@Shop.Example ', 'ann@shop.example'],
  ['ann+list@mail.shop.example', 'ann+list@mail.shop.example'],
  ['JÖRG@BÜCHER.DE', 'jörg@bücher.de'],
])('[I2] email %j is compared as %j', (text, value) => {
  expect(germany.normalise('email', text)).toEqual(usable(value))
})

test.each([
  'ann',
  'ann@shop',
  '@shop.de',
  'ann@',
  'a b@shop.de',
  'a@b@c.de',
  'a@.de',
  'a@b..de',
  '<a@b.de>',
  5,
])('[I2] %j is no email address', (text) => {
  expect(germany.normalise('email', text)).toEqual({
    usable: false,
    because: 'is no email address',
  })
})

test.each<[Json, string]>([
  ['030 123456', '+4930123456'],
  ['+49 (0)30 123456', '+4930123456'],
  ['0049 30 123456', '+4930123456'],
  ['+1 213-373-4253', '+12133734253'],
  [4930123456, '+4930123456'],
])('[I3] phone %j is compared as %s in Germany', (text, value) => {
  expect(germany.normalise('phone', text)).toEqual(usable(value))
})

test.each(['12', 'call me', '+49', '+1 213-373-4253 ext. 5', '', '+999 1234567'])(
  '[I3] %j identifies nobody',
  (text) => {
    expect(germany.normalise('phone', text).usable).toBe(false)
  },
)

test('[I3] without a region only numbers with + are phones', () => {
  expect(nowhere.normalise('phone', '+49 30 123456')).toEqual(usable('+4930123456'))
  expect(nowhere.normalise('phone', '030 123456')).toEqual({
    usable: false,
    because: 'has no country code, and the workspace no region',
  })
})

test('[I4] other ids are exact', () => {
  for (const kind of ['user_id', 'device_id', 'anonymous_id', 'loyalty']) {
    expect(germany.normalise(kind, ' Ab ')).toEqual(usable(' Ab '))
  }
})

test.each([
  [42, '42'],
  [-7, '-7'],
  [1.5, '1.5'],
  [1e21, '1000000000000000000000'],
  [1.25e22, '12500000000000000000000'],
  [1e-7, '0.0000001'],
  [-2.5e-9, '-0.0000000025'],
  [9223372036854775807n, '9223372036854775807'],
])('[I5] the number %s is the id %s', (number, text) => {
  expect(decimalText(number)).toBe(text)
  expect(germany.normalise('user_id', number)).toEqual(usable(text))
})

test('[I5] the decimal text of a double stands for that double', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
      const text = decimalText(double)
      expect(text).toMatch(/^-?\d+(\.\d+)?$/)
      expect(Number(text)).toBe(double === 0 ? 0 : double)
    }),
  )
})

test.each<[Json]>([[true], [{}], [['u1']]])('[I5] %j is no id', (value) => {
  expect(germany.normalise('user_id', value)).toEqual({
    usable: false,
    because: 'is neither text nor a number',
  })
})

test.each<[Json]>([
  [''],
  ['   '],
  ['null'],
  ['NULL'],
  [' Undefined '],
  ['anonymous'],
  ['Unknown'],
  ['none'],
  ['N/A'],
  ['0'],
  [0],
  [-0],
  ['-1'],
  [-1],
  ['Test@Test.com'],
  ['0000'],
  ['0.0'],
  ['00000000-0000-0000-0000-000000000000'],
  [' 00:00:00 '],
])('[I6] %j is blocked for every kind', (value) => {
  for (const kind of [...standardKinds, 'loyalty']) {
    expect(germany.normalise(kind, value)).toEqual({ usable: false, because: 'is a blocked value' })
  }
})

test.each(['nullable', 'a0', '10', '00000001', '-', '١', 'unknown@shop.de'])(
  '[I6] %j is not blocked',
  (value) => {
    expect(germany.normalise('user_id', value)).toEqual(usable(value))
  },
)

test('[I7] configured patterns block too, in the raw form and in the normalised one', () => {
  const rules = compileIdentifierRules({
    region: 'DE',
    blockedPatterns: ['^bot-', '@test\\.', '^\\+4930'],
  })
  const blocked = { usable: false, because: 'is a blocked value' }
  expect(rules.normalise('user_id', 'BOT-17')).toEqual(blocked)
  expect(rules.normalise('user_id', ' bot-17')).toEqual(blocked)
  expect(rules.normalise('user_id', 'robot-17')).toEqual(usable('robot-17'))
  expect(rules.normalise('email', 'ann@TEST.example')).toEqual(blocked)
  expect(rules.normalise('phone', '030 123456')).toEqual(blocked)
})

test('[I7] settings that cannot be compiled are named by their place', () => {
  expect(checkIdentifierSettings({ region: 'DE', blockedPatterns: ['^bot'] })).toEqual([])
  const wrong = { region: 'Germany', blockedPatterns: ['ok', '(', '', '(?=x)'] }
  expect(checkIdentifierSettings(wrong)).toMatchObject([
    { code: 'unknown_region', at: ['region'] },
    { code: 'invalid_pattern', at: ['blockedPatterns', 1] },
    { code: 'invalid_pattern', at: ['blockedPatterns', 2] },
    { code: 'invalid_pattern', at: ['blockedPatterns', 3] },
  ])
  expect(() => compileIdentifierRules(wrong)).toThrow()
})

test('[I8] text with NUL or of more than 512 characters identifies nobody', () => {
  expect(germany.normalise('user_id', 'x'.repeat(512)).usable).toBe(true)
  expect(germany.normalise('user_id', 'x'.repeat(513))).toEqual({
    usable: false,
    because: 'is longer than 512 characters',
  })
  expect(germany.normalise('user_id', 'a\0b')).toEqual({
    usable: false,
    because: 'has a NUL character',
  })
})

test('[I9] the five kinds come first, the others by name', () => {
  const sorted = ['zeta', 'anonymous_id', 'alpha', 'phone', 'user_id', 'device_id', 'email']
  expect(sorted.sort(compareKinds)).toEqual([
    'user_id',
    'email',
    'phone',
    'device_id',
    'anonymous_id',
    'alpha',
    'zeta',
  ])
})

test('normalising is idempotent', () => {
  fc.assert(
    fc.property(fc.constantFrom('email', 'phone', 'user_id'), fc.string(), (kind, text) => {
      const once = germany.normalise(kind, text)
      if (once.usable) expect(germany.normalise(kind, once.value)).toEqual(once)
    }),
  )
})
