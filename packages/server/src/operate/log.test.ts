import { expect, test } from 'vitest'
import { plainError } from './log.ts'

test('what a driver hangs on its errors is not written', () => {
  const error = Object.assign(new TypeError('out of range'), {
    ...{ code: '22003', params: ['ada@example.com'], detail: 'Key (email)=(ada@example.com)' },
  })
  const written = plainError(error)
  expect(written).toMatchObject({ name: 'TypeError', message: 'out of range', code: '22003' })
  expect(JSON.stringify(written)).not.toContain('ada')
  expect(plainError('ada@example.com')).toEqual({ name: 'string' })
})
