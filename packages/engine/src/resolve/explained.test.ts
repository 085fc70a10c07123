import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { defaultIdentityLimits } from '@muster/core'
import type { Message } from '@muster/core'
import type { Metadata } from '../metadata/metadata.ts'
import { openMetadata } from '../metadata/openMetadata.ts'
import { createResolver } from './createResolver.ts'
import type { Resolver } from './createResolver.ts'
import { forgetIdentities } from './test-support/graphs.ts'
import { messageOf } from './test-support/histories.ts'

let metadata: Metadata
let resolver: Resolver
beforeAll(async () => {
  metadata = await openMetadata({ memory: true })
})
afterAll(() => metadata.close())
beforeEach(async () => {
  await forgetIdentities(metadata)
  const settings = { limits: defaultIdentityLimits }
  resolver = createResolver({ metadata, settings, clock: () => 0 })
})

/** Identifiers are written as `kind:value`. */
function message(index: number, ...identifiers: readonly string[]): Message {
  return messageOf({ identifiers: identifiers.map(identifier) }, index)
}

function identifier(text: string) {
  const [kind = '', value = ''] = text.split(':')
  return { kind, value }
}

test('a profile tells where its identifiers come from and what was merged, with the cause', async () => {
  await resolver.resolveBatch([message(1, 'user_id:ada'), message(2, 'anonymous_id:x')])
  const { merges } = await resolver.resolveBatch([message(3, 'user_id:ada', 'anonymous_id:x')])
  expect(merges).toMatchObject([{ survivor: 1n, absorbed: 2n, cause: { cause: 'seen_together' } }])
  expect(await resolver.currentProfile(2n)).toBe(1n)
  expect(await resolver.identityOf(2n)).toBeUndefined()
  expect(await resolver.identityOf(1n)).toMatchObject({
    profile: 1n,
    profiles: [1n, 2n],
    identifiers: [
      { identifier: identifier('user_id:ada'), firstMessageId: 'message-1', source: 'track' },
      { identifier: identifier('anonymous_id:x'), firstMessageId: 'message-2', sides: [] },
    ],
    log: [
      { kind: 'merged', absorbed: 2n, cause: { cause: 'seen_together', messageId: 'message-3' } },
    ],
  })
})

test('what was left out is told once, with the obstacle, however often it comes', async () => {
  await resolver.resolveBatch([message(1, 'user_id:ada', 'anonymous_id:tablet')])
  for (let index = 2; index < 6; index++) {
    await resolver.resolveBatch([message(index, 'user_id:bo', 'anonymous_id:tablet')])
  }
  const profile = await resolver.profileOf([identifier('user_id:bo')])
  const explained = await resolver.identityOf(profile ?? 0n)
  expect(explained?.log).toMatchObject([
    {
      kind: 'left_out',
      cause: {
        identifier: identifier('anonymous_id:tablet'),
        obstacle: { because: 'limit', kind: 'user_id', limit: 1 },
        messageId: 'message-2',
      },
    },
  ])
})

test('a decision is told with who took it, and evidence against it with its number', async () => {
  await resolver.resolveBatch([message(1, 'email:a@b.co', 'anonymous_id:x')])
  const request = { profile: 1n, groups: [[identifier('anonymous_id:x')]], by: 'ada', at: 9 }
  const decided = await resolver.unmerge(request)
  expect(decided).toMatchObject({ ok: true, decision: 3n, touched: [1n, 2n] })
  await resolver.resolveBatch([message(2, 'email:a@b.co', 'anonymous_id:x')])
  expect(await resolver.profileOf([identifier('anonymous_id:x')])).toBe(2n)
  expect((await resolver.identityOf(1n))?.log).toMatchObject([
    { kind: 'unmerged', decision: 3n, cause: { by: 'ada' } },
    { kind: 'left_out', cause: { obstacle: { because: 'unmerged', decision: 3 } } },
  ])

  expect(await resolver.mergeByHand({ profiles: [2n, 1n], by: 'bo', at: 10 })).toMatchObject({
    ok: true,
    touched: [1n, 2n],
  })
  expect((await resolver.identityOf(1n))?.log.slice(2)).toMatchObject([
    { kind: 'groups_joined', decision: 3n, cause: { by: 'bo' } },
    { kind: 'merged', absorbed: 2n, cause: { cause: 'person', by: 'bo' } },
  ])
})

test('what cannot be decided is refused and changes nothing', async () => {
  await resolver.resolveBatch([message(1, 'user_id:ada')])
  const before = await resolver.currentVersion()
  const nobody = { profile: 7n, groups: [[identifier('user_id:ada')]], by: 'ada', at: 9 }
  expect(await resolver.unmerge(nobody)).toMatchObject({ issue: { code: 'unknown_profile' } })
  for (const [profiles, code] of [
    [[1n, 7n], 'unknown_profile'],
    [[1n, 1n], 'same_profile'],
  ] as const) {
    expect(await resolver.mergeByHand({ profiles, by: 'ada', at: 9 })).toMatchObject({
      issue: { code },
    })
  }
  expect(await resolver.currentVersion()).toBe(before)
})

test('what is known and changes nothing costs no SQL', async () => {
  const known = [message(1, 'user_id:ada', 'anonymous_id:x'), message(2, 'user_id:ada')]
  await resolver.resolveBatch(known)
  // While a transaction is open, nobody else gets at the embedded store's one connection.
  await metadata.transaction(async () => {
    expect((await resolver.resolveBatch(known)).messages).toHaveLength(2)
  })
})

test('ten thousand new messages are one batch', async () => {
  const messages = Array.from({ length: 10_000 }, (_, index) =>
    message(index, `user_id:u${index % 5_000}`, `anonymous_id:a${index}`),
  )
  const { messages: answers, assignments } = await resolver.resolveBatch(messages)
  expect(answers).toHaveLength(10_000)
  expect(assignments).toHaveLength(15_000)
  expect(new Set(answers.map(({ profile }) => profile)).size).toBe(5_000)
})
