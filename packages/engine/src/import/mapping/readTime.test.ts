import { formatInstant } from '@muster/core'
import { expect, test } from 'vitest'
import type { TimeForm } from './mapping.ts'
import { timeReader } from './readTime.ts'

/** The instant in ISO 8601, or the fault's code. */
function read(text: string, form: Partial<TimeForm> & { readonly format: string }): string {
  const result = timeReader({ ambiguous: 'reject', ...form })(text, 'When')
  return result.ok ? formatInstant(result.value) : result.fault.code
}
const london = { format: 'yyyy-MM-dd HH:mm:ss', zone: 'Europe/London' }

test('local times are those of the zone, in summer and in winter', () => {
  expect(read('2010-12-01 08:26:00', london)).toBe('2010-12-01T08:26:00.000Z')
  expect(read('2011-07-01 08:26:00', london)).toBe('2011-07-01T07:26:00.000Z')
  expect(read('2011-07-01 08:26:00', { ...london, zone: 'Asia/Kathmandu' })).toBe(
    '2011-07-01T02:41:00.000Z',
  )
})

test('a time in the gap of spring never was', () => {
  expect(read('2011-03-27 00:59:59', london)).toBe('2011-03-27T00:59:59.000Z')
  expect(read('2011-03-27 01:00:00', london)).toBe('nonexistent_time')
  expect(read('2011-03-27 01:59:59', { ...london, ambiguous: 'earlier' })).toBe('nonexistent_time')
  expect(read('2011-03-27 02:00:00', london)).toBe('2011-03-27T01:00:00.000Z')
})

test('a time in the doubled hour of autumn is what the mapping says', () => {
  const text = '2011-10-30 01:30:00'
  expect(read(text, london)).toBe('ambiguous_time')
  expect(read(text, { ...london, ambiguous: 'earlier' })).toBe('2011-10-30T00:30:00.000Z')
  expect(read(text, { ...london, ambiguous: 'later' })).toBe('2011-10-30T01:30:00.000Z')
  expect(read('2011-10-30 02:00:00', london)).toBe('2011-10-30T02:00:00.000Z')
})

test('a date is the first instant of its day, also where the clocks jump over midnight', () => {
  expect(read('19970101', { format: 'yyyyMMdd', zone: 'America/New_York' })).toBe(
    '1997-01-01T05:00:00.000Z',
  )
  expect(read('2018-11-04', { format: 'yyyy-MM-dd', zone: 'America/Sao_Paulo' })).toBe(
    '2018-11-04T03:00:00.000Z',
  )
})

test('patterns of other countries', () => {
  const utc = { zone: 'UTC' }
  expect(read('7/4/2011 9:05', { format: 'M/d/yyyy H:mm', ...utc })).toBe(
    '2011-07-04T09:05:00.000Z',
  )
  expect(read('12/31/11 12:05 AM', { format: 'MM/dd/yy h:mm a', ...utc })).toBe(
    '2011-12-31T00:05:00.000Z',
  )
  expect(read('04.07.2011 12:00 p.m.', { format: 'dd.MM.yyyy hh:mm a', ...utc })).toBe(
    '2011-07-04T12:00:00.000Z',
  )
  expect(read('4 Jul 2011', { format: 'd MMM yyyy', ...utc })).toBe('2011-07-04T00:00:00.000Z')
  expect(read('Mon, 4 July 2011', { format: 'EEE, d MMMM yyyy', ...utc })).toBe(
    '2011-07-04T00:00:00.000Z',
  )
  expect(read('2011-07-04 09:05:01.123456', { format: 'yyyy-MM-dd HH:mm:ss.SSSSSS', ...utc })).toBe(
    '2011-07-04T09:05:01.123Z',
  )
  expect(read('2019-10-01 00:00:00 UTC', { format: "yyyy-MM-dd HH:mm:ss 'UTC'", ...utc })).toBe(
    '2019-10-01T00:00:00.000Z',
  )
  expect(read("5 o'clock 2011-07-04", { format: "H 'o''clock' yyyy-MM-dd", ...utc })).toBe(
    '2011-07-04T05:00:00.000Z',
  )
  expect(read('2011-07-04 09:05 +0530', { format: 'yyyy-MM-dd HH:mm XXX' })).toBe(
    '2011-07-04T03:35:00.000Z',
  )
})

test.each([
  '2011-02-29 00:00:00',
  '2011-13-01 00:00:00',
  '2011-01-01 24:00:00',
  '2011-1-01 00:00:00',
  'soon',
  '',
])('what no calendar has is no time: %j', (text) => {
  expect(read(text, london)).toBe('invalid_time')
})

test('instants and counts since 1970', () => {
  expect(read('2011-07-04T09:05:00+02:00', { format: 'iso' })).toBe('2011-07-04T07:05:00.000Z')
  expect(read('2011-07-04 09:05:00', { format: 'iso' })).toBe('invalid_time')
  expect(read('1569888000.1239', { format: 'epoch_seconds' })).toBe('2019-10-01T00:00:00.123Z')
  expect(read('-0.0005', { format: 'epoch_seconds' })).toBe('1969-12-31T23:59:59.999Z')
  expect(read('1569888000123', { format: 'epoch_milliseconds' })).toBe('2019-10-01T00:00:00.123Z')
  expect(read('1e300', { format: 'epoch_seconds' })).toBe('invalid_time')
})
