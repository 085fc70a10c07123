import { afterEach, beforeEach, expect, test } from 'vitest'
import { changeOf } from '../../server/src/test-support/fakeEngine.ts'
import type { TestApp } from '../../server/src/test-support/testApp.ts'
import { createTestApp } from '../../server/src/test-support/testApp.ts'
import { createClient } from './createClient.ts'
import type { Fetch } from './connection.ts'
import { RefusedError } from './errors.ts'
import type { FollowState } from './followChanges.ts'

let t: TestApp
let ending: AbortController
beforeEach(async () => {
  t = await createTestApp()
  ending = new AbortController()
})
afterEach(() => {
  ending.abort()
  t.stop()
})

const direct: Fetch = (url, init) => Promise.resolve(t.app.request(url, init))

async function take(count: number, fetch: Fetch, onState?: (state: FollowState) => void) {
  const client = createClient({ url: 'http://muster.test', key: t.keys.viewer, fetch })
  const cursors: string[] = []
  const feed = client.changes.follow({
    after: '0',
    signal: ending.signal,
    ...(onState && { onState }),
  })
  for await (const change of feed) {
    cursors.push(change.cursor)
    if (cursors.length === count) break
  }
  return cursors
}

test('tells what was missed and then what comes', async () => {
  t.engine.record(changeOf(0), changeOf(1), changeOf(2))
  const taken = take(3, direct)
  setTimeout(() => {
    t.engine.record(changeOf(3))
  }, 30)
  expect(await taken).toEqual(['1', '2', '3'])
})

test('comes back behind the last change when the line breaks, and misses and repeats nothing', async () => {
  for (let i = 0; i <= 6; i++) t.engine.recorded.push(changeOf(i))
  let calls = 0
  /** Breaks off after two changes, each time, once in the middle of an event. */
  const shaky: Fetch = async (url, init) => {
    calls++
    if (calls === 2) throw new TypeError('fetch failed')
    const response = await t.app.request(url, init)
    const reader = response.body?.getReader()
    let text = ''
    while ((text.match(/^event/gm)?.length ?? 0) < 2) {
      text += new TextDecoder().decode((await reader?.read())?.value as Uint8Array | undefined)
    }
    await reader?.cancel()
    const third = [...text.matchAll(/^id: /gm)].at(3)?.index ?? text.length
    return new Response(text.slice(0, third + 7))
  }
  const states: string[] = []
  const taken = await take(6, shaky, ({ state }) => states.push(state))
  expect(taken).toEqual([1, 2, 3, 4, 5, 6].map((number) => changeOf(number).cursor))
  expect(states).toEqual(['open', 'broken', 'broken', 'open', 'broken', 'open'])
})

test('throws what waiting does not cure', async () => {
  const client = createClient({ url: 'http://muster.test', key: t.keys.writer, fetch: direct })
  await expect(client.changes.follow().next()).rejects.toBeInstanceOf(RefusedError)
})

test('ends when it is told to, also while it waits', async () => {
  const never = take(1, () => Promise.reject(new TypeError('fetch failed')))
  setTimeout(() => {
    ending.abort()
  }, 20)
  expect(await never).toEqual([])
})
