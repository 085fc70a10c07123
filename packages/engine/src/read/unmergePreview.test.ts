import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Definition, Identifier, Message } from '@muster/core'
import { meaningsOf, readLibrary } from '../library/library.ts'
import { createAudience } from '../metadata/audience/createAudience.ts'
import { recordAssignments } from '../record/record.ts'
import { nodesOf } from './nodesOf.ts'
import { explainAt } from './explainAt.ts'
import { message, openStores, START, type Stores } from './test-support/stores.ts'
import { unmergePreview } from './unmergePreview.ts'

let stores: Stores
const now = START + 86_400_000

const user = (value: string): Identifier => ({ kind: 'user_id', value })
const cookie = (value: string): Identifier => ({ kind: 'anonymous_id', value })
const sent = (identifiers: readonly Identifier[], facts: Partial<Message>): Message =>
  message('', { identifiers, ...facts })

const audiences: Readonly<Record<string, Definition>> = {
  buyers: { event: 'Order Completed' },
  readers: { event: 'Article Read' },
  'buying-readers': { all: [{ audience: 'buyers' }, { audience: 'readers' }] },
  pros: { trait: 'plan', is: { equals: 'pro' } },
  'in-buying-account': { account: { event: 'Order Completed' } },
  'with-several-cookies': { identifier: 'anonymous_id', is: { atLeast: 2 } },
}

beforeAll(async () => {
  stores = await openStores()
  for (const [id, definition] of Object.entries(audiences)) {
    const wanted = { id, name: id.toUpperCase(), definition, fingerprint: id, state: 'live' }
    const by = { at: START, by: 'test' }
    // Definitions are plain JSON; the type only lacks an index signature.
    const made = await createAudience(stores.metadata.db, wanted as never, by)
    expect(made).toMatchObject({ ok: true })
  }
  await stores.record(
    // A tablet in a kitchen: Kim buys with a user id, somebody without one reads, and one message has joined them.
    sent([cookie('kitchen')], { event: 'Article Read' }),
    sent([cookie('kitchen')], { event: 'Article Read' }),
    sent([cookie('office')], { event: 'Article Read' }),
    sent([user('kim'), cookie('office')], { kind: 'identify', event: '', traits: { plan: 'pro' } }),
    sent([user('kim'), cookie('kitchen')], { event: 'Order Completed' }),
    sent([cookie('kitchen')], { kind: 'group', event: '', groupId: 'acme' }),
  )
})
afterAll(() => stores.close())

const previewOf = (profile: bigint, groups: readonly (readonly Identifier[])[]) =>
  unmergePreview({ ...stores, zone: 'UTC', clock: () => now }, profile, groups)

/** All that an unmerge would change. */
const stateOf = async (profile: bigint) => ({
  identity: await stores.resolver.identityOf(profile),
  nodes: await nodesOf(stores.warehouse, [profile]),
  version: await stores.resolver.currentVersion(),
})

test('each part has its identifiers, its events and its own audiences, and nothing is changed', async () => {
  const profile = await stores.profile('kim')
  const before = await stateOf(profile)
  const preview = await previewOf(profile, [[cookie('kitchen')]])
  expect(preview).toMatchObject({ ok: true })
  if (!preview.ok) return
  const { profiles, audiencesNow } = preview.value
  const ids = (some: typeof audiencesNow) => some.map(({ id }) => id).sort()
  expect(ids(audiencesNow)).toEqual(Object.keys(audiences).sort())
  const [stays, leaves] = profiles
  expect(stays).toMatchObject({
    ...{ profile, isNew: false, events: 2 },
    identifiers: expect.arrayContaining([user('kim'), cookie('office')]) as unknown,
  })
  expect(leaves).toMatchObject({
    ...{ isNew: true, identifiers: [cookie('kitchen')], events: 2 },
    eventNames: [{ name: 'Article Read', count: 2 }],
  })
  expect(ids(stays?.audiences ?? [])).toEqual(['buyers', 'buying-readers', 'pros', 'readers'])
  // The account's events go with whoever belongs to it: who stays in it has bought nothing.
  expect(ids(leaves?.audiences ?? [])).toEqual(['readers'])
  expect(await stateOf(profile)).toEqual(before)
})

test('what is foretold is what comes: the same ids, and the same audiences', async () => {
  const profile = await stores.profile('kim')
  const groups = [[cookie('kitchen')], [cookie('office')]]
  const preview = await previewOf(profile, groups)
  if (!preview.ok) throw new Error(preview.error.message)
  const decided = await stores.resolver.unmerge({ profile, groups, by: 'test', at: now })
  if (!decided.ok) throw new Error(decided.issue.message)
  await recordAssignments(stores.warehouse, decided.assignments)
  expect(preview.value.profiles.map((part) => part.profile).sort()).toEqual(
    [...decided.touched].sort(),
  )
  const meanings = meaningsOf(await readLibrary(stores.metadata))
  for (const part of preview.value.profiles) {
    const members: string[] = []
    for (const [id, definition] of Object.entries(audiences)) {
      const deps = { warehouse: stores.warehouse, zone: 'UTC', meanings }
      const explained = await explainAt(deps, definition, part.profile, now)
      if (explained?.holds === true) members.push(id)
    }
    expect(part.audiences.map(({ id }) => id).sort()).toEqual(members.sort())
  }
})

test('what would be refused is refused here, with its place', async () => {
  const profile = await stores.profile('kim')
  expect(await previewOf(profile, [[cookie('nobody')]])).toMatchObject({
    error: { code: 'not_of_profile', at: ['groups', 0, 0] },
  })
  expect(await previewOf(999_999n, [[cookie('nobody')]])).toMatchObject({
    error: { code: 'unknown_profile' },
  })
})
