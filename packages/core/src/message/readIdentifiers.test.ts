import { expect, test } from 'vitest'
import { compileIdentifierRules } from '../identity/identifierRules.ts'
import type { JsonObject } from '../value/json.ts'
import type { MessageKind } from './message.ts'
import { readIdentifiers } from './readIdentifiers.ts'

const rules = compileIdentifierRules({ region: 'DE' })
const read = (kind: MessageKind, raw: JsonObject) => {
  const result = readIdentifiers(kind, raw, rules)
  return result.ok ? result.value.map(({ kind, value }) => `${kind} ${value}`) : result.rejection
}

test('[I1] identifiers stand in these places, [I9] in the order of their priorities', () => {
  const raw: JsonObject = {
    anonymousId: 'a9',
    userId: 7,
    traits: { email: ' Ann@Shop.example', phone: '030 123456' },
    context: {
      traits: { email: 'ann@work.example', phone: '+4930123457' },
      device: { id: 'not used', advertisingId: 'AD-1' },
      externalIds: [
        { id: 'z', type: 'zeta', collection: 'users', encoding: 'none' },
        { id: 55, type: 'loyalty' },
        { id: 'a10', type: 'anonymous_id', collection: 'users' },
        { id: 'acme', type: 'account_id', collection: 'accounts' },
        { id: null, type: 'loyalty' },
        'no object',
      ],
    },
  }
  expect(read('identify', raw)).toEqual([
    'user_id 7',
    'email ann@shop.example',
    'email ann@work.example',
    'phone +4930123456',
    'phone +4930123457',
    'device_id AD-1',
    'anonymous_id a9',
    'anonymous_id a10',
    'loyalty 55',
    'zeta z',
  ])
  const withoutOwnTraits = read('track', raw)
  expect(withoutOwnTraits).not.toContain('email ann@shop.example')
  expect(read('group', raw)).toEqual(withoutOwnTraits)
})

test('[I1] a type named like one of the five is that kind, with its rules', () => {
  const externalIds = [{ id: 'ANN@shop.example', type: 'email', collection: 'users' }]
  expect(read('track', { context: { externalIds } })).toEqual(['email ann@shop.example'])
})

test('[I1] the same identifier in two places is one', () => {
  const raw = { traits: { email: 'a@b.cd' }, context: { traits: { email: 'A@B.CD' } } }
  expect(read('identify', raw)).toEqual(['email a@b.cd'])
})

test('[I1] places that hold something else are passed over', () => {
  expect(
    read('track', { userId: 'u', context: { traits: 'x', device: [], externalIds: {} } }),
  ).toEqual(['user_id u'])
})

test('[I10] what cannot be used is left away while another identifier can', () => {
  expect(read('identify', { userId: 'null', anonymousId: 'a9', traits: { email: 'no' } })).toEqual([
    'anonymous_id a9',
  ])
})

test('[I10] a message without any usable identifier says why for each one', () => {
  const raw: JsonObject = {
    userId: 'Anonymous ',
    anonymousId: true,
    traits: { email: 'nobody', phone: '12' },
    context: {
      externalIds: [
        { id: 'ab', type: 'email', encoding: 'sha256' },
        { id: 'cd', type: 5 },
      ],
    },
  }
  expect(read('identify', raw)).toEqual({
    code: 'no_identifier',
    at: ['userId'],
    message:
      'No identifier of the message can be used: userId "Anonymous " is a blocked value, ' +
      'traits.email "nobody" is no email address, traits.phone "12" is no possible phone number, ' +
      'anonymousId is neither text nor a number, ' +
      'context.externalIds.0.id "ab" is encoded, so nothing can be compared with it, ' +
      'context.externalIds.1.id "cd" has no usable type. Send a userId or an anonymousId.',
  })
  expect(read('track', {})).toEqual({
    code: 'no_identifier',
    at: ['userId'],
    message:
      'No identifier of the message can be used: it has none. Send a userId or an anonymousId.',
  })
})
