import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareKinds, keyOf } from '../identity/identifierKinds.ts'
import { compileIdentifierRules } from '../identity/identifierRules.ts'
import type { Json } from '../value/json.ts'
import { readMessage } from './readMessage.ts'

const rules = compileIdentifierRules({ region: 'US' })

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, '', '0', 'u1', 'a@b.cd', '+12133734253', '2026-01-01', 5, 7n),
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const anything = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
  ),
})).value
/** Right most of the time, or nothing would ever be taken. */
const mostly = (...right: readonly Json[]): fc.Arbitrary<Json> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...right) },
    { weight: 2, arbitrary: scalar },
    { weight: 1, arbitrary: anything },
  )
const object = fc.dictionary(fc.string({ minLength: 1 }), anything, { maxKeys: 3 })
const mostlyObject = (right: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: anything })
const id = mostly('u1', 'u2', 42, 'null')
const contact = fc.record(
  { email: mostly('Ann@shop.example', 'none'), phone: mostly('+12133734253', '12') },
  { requiredKeys: [] },
)
const externalId = fc.record({ id, type: mostly('loyalty', 'email') }, { requiredKeys: [] })
const context = fc.record(
  {
    traits: mostlyObject(contact),
    device: mostlyObject(fc.record({ advertisingId: id })),
    externalIds: fc.array(mostlyObject(externalId), { maxLength: 3 }),
  },
  { requiredKeys: [] },
)
const almostMessage: fc.Arbitrary<Json> = fc.record(
  {
    type: mostly('track', 'page', 'screen', 'identify', 'group', 'alias'),
    messageId: mostly('m1', 17, null),
    userId: id,
    anonymousId: id,
    previousId: id,
    groupId: mostly('acme', 5),
    event: mostly('Order Completed'),
    name: mostly('Home', null),
    timestamp: mostly('2026-01-01T00:00:00Z', '2020-01-01', 1_767_261_600_000),
    sentAt: mostly('2026-01-01T00:00:00Z', null),
    properties: mostlyObject(object),
    traits: mostlyObject(contact),
    context: mostlyObject(context),
  },
  { requiredKeys: ['type'] },
)

test('[M1] [I9] [I10] whatever is sent is taken in one certain form or refused with a next step', () => {
  let taken = 0
  fc.assert(
    fc.property(mostlyObject(almostMessage), (raw) => {
      const read = readMessage(raw, {
        receivedAt: 1_767_261_600_000,
        newMessageId: 'generated',
        byteLength: 100,
        identifierRules: rules,
      })
      if (!read.ok) {
        expect(read.rejection.message).toMatch(/\. [A-Z].*\.$/s)
        return
      }
      taken++
      const { messageId, timestamp, identifiers, kind, event, previous } = read.message
      expect(messageId.length).toBeGreaterThan(0)
      expect(Number.isSafeInteger(timestamp)).toBe(true)
      expect(identifiers.length).toBeGreaterThan(0)
      expect(new Set(identifiers.map(keyOf)).size).toBe(identifiers.length)
      expect(identifiers.toSorted((a, b) => compareKinds(a.kind, b.kind))).toEqual(identifiers)
      for (const { kind, value } of identifiers) {
        expect(rules.normalise(kind, value)).toEqual({ usable: true, value })
      }
      expect(event !== '').toBe(['track', 'page', 'screen'].includes(kind))
      expect(previous !== undefined).toBe(kind === 'alias')
    }),
    { numRuns: 1_000 },
  )
  expect(taken).toBeGreaterThan(100)
})
