import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateAsWritten, formatInstant, parseInstant } from './instant.ts'

test('[W1] a date alone is midnight UTC; with a time it needs a zone', () => {
  expect(parseInstant('1970-01-02')).toBe(86_400_000)
  expect(parseInstant('2024-02-29T12:30Z')).toBe(Date.UTC(2024, 1, 29, 12, 30))
  expect(parseInstant('2024-02-29T12:30:01+02:00')).toBe(Date.UTC(2024, 1, 29, 10, 30, 1))
  expect(parseInstant('2024-02-29T12:30:01-23:59')).toBe(Date.UTC(2024, 2, 1, 12, 29, 1))
  expect(parseInstant('0001-01-01')).toBe(-62_135_596_800_000)
  expect(parseInstant('0099-03-01')).toBe(Date.parse('0099-03-01T00:00:00Z'))
})

test('[W1] fractions of a second are cut, not rounded', () => {
  expect(parseInstant('1970-01-01T00:00:00.9999Z')).toBe(999)
  expect(parseInstant('1970-01-01T00:00:00.5Z')).toBe(500)
  expect(parseInstant('1969-12-31T23:59:59.9999Z')).toBe(-1)
  expect(parseInstant('1970-01-01T00:00:00.000000000000000000000001Z')).toBe(0)
})

test.each([
  '2023-02-29',
  '2024-13-01',
  '2024-00-10',
  '2024-04-31',
  '2024-01-00',
  '0000-01-01',
  '12024-01-01',
  '2024-01-01T10:00',
  '2024-01-01T10:00:00',
  '2024-01-01T24:00Z',
  '2024-01-01T10:60Z',
  '2024-01-01T10:00:60Z',
  '2024-01-01T10:00:00.Z',
  '2024-01-01t10:00Z',
  '2024-01-01T10:00z',
  '2024-01-01T10:00+24:00',
  '2024-01-01T10:00+0100',
  '2024-01-01T10:00+10:60',
  '2024-01-01 10:00Z',
  '2024-01-01Z',
  ' 2024-01-01',
  '2024-01-01\n',
  '2024-01-01T10Z',
  '20240101',
  '١٩٧٠-01-01',
  '',
])('[W1] %j is no instant', (text) => {
  expect(parseInstant(text)).toBeUndefined()
  expect(dateAsWritten(text)).toBeUndefined()
})

test('[W1] an instant that is written out reads back the same', () => {
  const range = { min: -62_135_596_800_000, max: 253_402_300_799_999 }
  fc.assert(
    fc.property(fc.integer(range), (at) => {
      expect(parseInstant(formatInstant(at))).toBe(at)
    }),
  )
})

test('[P12] the date as written ignores the zone', () => {
  expect(dateAsWritten('1990-05-04T23:30:00-11:00')).toEqual({ year: 1990, month: 5, day: 4 })
})
