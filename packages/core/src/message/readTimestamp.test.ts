import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json, JsonObject } from '../value/json.ts'
import { readTimestamp } from './readTimestamp.ts'

const receivedAt = Date.parse('2026-03-01T12:00:00Z')
const at = (text: string) => ({ ok: true, value: Date.parse(text) })

test.each<[string, JsonObject, Json | undefined, string]>([
  ['nothing', {}, undefined, '2026-03-01T12:00:00Z'],
  ['nulls', { timestamp: null, sentAt: null }, undefined, '2026-03-01T12:00:00Z'],
  ['only sentAt', { sentAt: '2026-03-01T09:00:00Z' }, undefined, '2026-03-01T12:00:00Z'],
  ['timestamp alone', { timestamp: '2026-02-01T00:00:00Z' }, undefined, '2026-02-01T00:00:00Z'],
  [
    'a clock that is an hour slow',
    { timestamp: '2026-03-01T10:59:50Z', sentAt: '2026-03-01T11:00:00Z' },
    undefined,
    '2026-03-01T11:59:50Z',
  ],
  [
    'a clock that is fast',
    { originalTimestamp: '2027-03-01T11:59:50Z', sentAt: '2027-03-01T12:00:00Z' },
    undefined,
    '2026-03-01T11:59:50Z',
  ],
  [
    'both timestamps',
    {
      originalTimestamp: '2026-03-01T10:59:50Z',
      timestamp: '2020-01-01T00:00:00Z',
      sentAt: '2026-03-01T11:00:00Z',
    },
    undefined,
    '2026-03-01T11:59:50Z',
  ],
  [
    'the sentAt of the batch',
    { timestamp: '2026-03-01T10:59:50Z' },
    '2026-03-01T11:00:00Z',
    '2026-03-01T11:59:50Z',
  ],
  [
    'its own sentAt before that of the batch',
    { timestamp: '2026-03-01T10:59:50Z', sentAt: '2026-03-01T11:00:00Z' },
    '2026-03-01T10:00:00Z',
    '2026-03-01T11:59:50Z',
  ],
  [
    'a message that lay in a queue for a week',
    { timestamp: '2026-02-22T12:00:00Z', sentAt: '2026-03-01T11:00:00Z' },
    undefined,
    '2026-02-22T13:00:00Z',
  ],
])('[M6] with %s', (_, raw, batchSentAt, expected) => {
  expect(readTimestamp(raw, receivedAt, batchSentAt)).toEqual(at(expected))
})

test('[M6] an error of the clock makes no difference when sentAt comes along', () => {
  const instant = fc.integer({ min: 1_000_000_000_000, max: 2_000_000_000_000 })
  const skew = fc.integer({ min: -400_000_000_000, max: 400_000_000_000 })
  fc.assert(
    fc.property(instant, fc.nat(1_000_000), skew, (happened, waited, error) => {
      const raw = { timestamp: happened + error, sentAt: happened + waited + error }
      expect(readTimestamp(raw, happened + waited, undefined)).toEqual({
        ok: true,
        value: happened,
      })
    }),
  )
})

test.each([
  '2026-01-31T18:30:00.000Z',
  '2026-01-31T18:30Z',
  '2026-01-31T20:30:00+02:00',
  '2026-01-31 18:30:00Z',
  '2026-01-31 18:30:00 UTC',
  '2026-01-31t18:30:00z',
  '2026-01-31T20:30:00+0200',
  '2026-01-31T20:30:00,000+02',
  ' 2026-01-31T18:30:00Z ',
  1769884200000,
  1769884200000.7,
])('[M7] %j is an instant', (timestamp) => {
  expect(readTimestamp({ timestamp }, receivedAt, undefined)).toEqual(at('2026-01-31T18:30:00Z'))
})

test('[M7] a date alone is midnight UTC', () => {
  const result = readTimestamp({ timestamp: '2026-01-31' }, receivedAt, undefined)
  expect(result).toEqual(at('2026-01-31T00:00:00Z'))
})

test.each<[Json]>([
  ['2026-01-31T18:30:00'],
  ['2026-02-30T00:00:00Z'],
  ['2026-01-31T24:00:00Z'],
  ['yesterday'],
  [''],
  ['1769884200000'],
  [1769884200],
  [true],
  [{}],
  [12345678901234567n],
])('[M7] %o is no instant, in any field', (value) => {
  expect(readTimestamp({ timestamp: value }, receivedAt, undefined)).toMatchObject({
    rejection: { code: 'invalid_timestamp', at: ['timestamp'] },
  })
  const timestamp = '2026-01-31'
  expect(readTimestamp({ timestamp, sentAt: value }, receivedAt, undefined)).toMatchObject({
    rejection: { code: 'invalid_timestamp', at: ['sentAt'] },
  })
  const original = { originalTimestamp: value, timestamp }
  expect(readTimestamp(original, receivedAt, undefined)).toMatchObject({
    rejection: { code: 'invalid_timestamp', at: ['originalTimestamp'] },
  })
})

test.each([
  ['1900-01-01T00:00:00Z', true],
  ['1899-12-31T23:59:59.999Z', false],
  ['2299-12-31T23:59:59.999Z', true],
  ['2300-01-01T00:00:00Z', false],
])('[M7] %s is in range: %s', (timestamp, ok) => {
  const result = readTimestamp({ timestamp }, receivedAt, undefined)
  if (ok) expect(result).toEqual(at(timestamp))
  else expect(result).toMatchObject({ rejection: { code: 'timestamp_out_of_range' } })
})

test('[M7] the range is that of the corrected instant', () => {
  const raw = { timestamp: '1899-12-31T00:00:00Z', sentAt: '1900-01-01T00:00:00Z' }
  expect(readTimestamp(raw, receivedAt, undefined)).toEqual(at('2026-02-28T12:00:00Z'))
})
