import { expect, test } from 'vitest'
import { WarehouseError } from '../warehouse/warehouse.ts'
import { isTransient } from './isTransient.ts'
import { TryLater } from './tryLater.ts'

const coded = (code: string): Error => Object.assign(new Error('said by a store'), { code })

test.each<[string, unknown]>([
  ['PostgreSQL shuts down', coded('57P01')],
  ['PostgreSQL was shut down at once', coded('57P02')],
  ['nobody listens', coded('ECONNREFUSED')],
  ['the connection broke under a statement', new Error('Connection terminated unexpectedly')],
  [
    'the connection broke between two statements',
    new Error('Client has encountered a connection error and is not queryable'),
  ],
  [
    'the connection was closed before the statement',
    new Error('Client was closed and is not queryable'),
  ],
  ['one of many addresses', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
  ['this process was out of touch with it for too long', new TryLater('lost touch')],
  ['the reason behind it', new Error('could not read', { cause: coded('ECONNRESET') })],
])('a store is away: %s', (_, error) => {
  expect(isTransient(error)).toBe(true)
})

test.each<[string, unknown]>([
  ['a broken rule of ours', coded('23505')],
  ['a fault of the program', new TypeError('undefined is not a function')],
  ['no error at all', 'text'],
  [
    'a folder that holds something else',
    new WarehouseError('folder_unusable', 'no', { transient: false }),
  ],
])('it is something else: %s', (_, error) => {
  expect(isTransient(error)).toBe(false)
})
