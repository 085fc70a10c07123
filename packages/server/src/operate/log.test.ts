import { expect, test } from 'vitest'
import { createLog, plainError } from './log.ts'
import { watchReadiness } from './watchReadiness.ts'
import type { NotReady } from '@muster/engine'

/** A log whose lines are kept, as what they parse to. */
function keptLog(level: 'info' | 'error') {
  const lines: unknown[] = []
  const log = createLog(level, {
    write: (text) => {
      for (const line of text.trimEnd().split('\n')) lines.push(JSON.parse(line))
    },
  })
  return { log, lines }
}

test('what a driver hangs on its errors is not written', () => {
  const error = Object.assign(new TypeError('out of range'), {
    ...{ code: '22003', params: ['ada@example.com'], detail: 'Key (email)=(ada@example.com)' },
  })
  const written = plainError(error)
  expect(written).toMatchObject({ name: 'TypeError', message: 'out of range', code: '22003' })
  expect(JSON.stringify(written)).not.toContain('ada')
  expect(plainError('ada@example.com')).toEqual({ name: 'string' })
})

test('an event is one line of JSON, with the level in words and the time in ISO 8601', () => {
  const { log, lines } = keptLog('info')
  log.info({ requestId: 'r1' }, 'two\nlines')
  log.debug({}, 'below the level')
  log.error({ err: new Error('why') }, 'failed')
  expect(lines).toEqual([
    {
      ...{ level: 'info', requestId: 'r1', msg: 'two\nlines' },
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
    },
    expect.objectContaining({
      level: 'error',
      err: expect.objectContaining({ message: 'why' }) as unknown,
    }),
  ])
})

test('that it is not ready is said once for each reason, and once that it is again', async () => {
  const { log, lines } = keptLog('info')
  let reasons: readonly NotReady[] = []
  let looks = 0
  const stop = watchReadiness(
    () => {
      looks++
      return Promise.resolve(reasons)
    },
    log,
    1,
  )
  const looked = async () => {
    const before = looks
    while (looks < before + 2) await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await looked()
  reasons = [{ code: 'refresh_behind', message: '90 s' }]
  await looked()
  reasons = [...reasons, { code: 'disk_nearly_full', message: '3 MB' }]
  await looked()
  reasons = []
  await looked()
  stop()
  expect(lines).toMatchObject([
    { level: 'warn', msg: 'not ready', reason: 'refresh_behind', detail: '90 s' },
    { level: 'warn', msg: 'not ready', reason: 'disk_nearly_full' },
    { level: 'info', msg: 'ready again' },
  ])
})
