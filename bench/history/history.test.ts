import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  decodeValue,
  evaluate,
  noComputedTraits,
  parseJson,
  type Evidence,
  type JsonObject,
  type World,
} from '@muster/core'
import { createEngine, openWarehouse, type Engine } from '@muster/engine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audiences } from '../audiences/audiences.ts'
import { insertHistory } from './insertHistory.ts'
import { identifiersOf, isKnown, profileOf } from './people.ts'

const PEOPLE = 1_000
const EACH = 20
/** In the middle of a day, so that nothing turns on midnight. */
const UNTIL = Date.UTC(2026, 4, 20, 11, 30)

let folder: string
let evidence: readonly Evidence[]
let engine: Engine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-bench-test-'))
  const wanted = { data: folder, messagesEach: EACH, until: UNTIL }
  // In two parts, as the base is made.
  await insertHistory({ ...wanted, from: 1, to: 501 })
  await insertHistory({ ...wanted, from: 501, to: PEOPLE + 1 })
  evidence = await readEvidence(folder)
  engine = await createEngine({
    warehouse: { folder: join(folder, 'warehouse') },
    metadata: { folder: join(folder, 'metadata') },
    importFolder: join(folder, 'imports'),
    clock: () => UNTIL + 60_000,
  })
})

afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true })
})

test('the history is as large as it was asked to be', async () => {
  const { profiles, messages } = await engine.status()
  expect(profiles).toBe(PEOPLE)
  expect(messages / PEOPLE).toBeGreaterThan(EACH * 0.8)
  expect(messages / PEOPLE).toBeLessThan(EACH * 1.2)
})

test('nothing lies ahead of its end, and its last days are its busiest', () => {
  const instants = evidence.flatMap(({ events }) => events.map(({ at }) => at))
  const since = (days: number) => instants.filter((at) => at > UNTIL - days * 86_400_000).length
  expect(Math.max(...instants)).toBeLessThanOrEqual(UNTIL)
  expect(since(7) / instants.length).toBeGreaterThan(7 / 365)
  expect(since(366)).toBe(instants.length)
})

test('the engine finds as many people for each audience as the reference, and somebody for nearly all', async () => {
  const all = audiences(100)
  const byId = new Map(all.map(({ id, definition }) => [id, definition]))
  const world: World = {
    ...{ at: UNTIL, zone: 'UTC' },
    audience: (id) => {
      const found = byId.get(id)
      if (found === undefined) throw new Error(`no audience ${id}`)
      return found
    },
    computedTrait: noComputedTraits,
    account: (id) => ({ id, events: [], traits: [] }),
  }
  const empty: string[] = []
  for (const { id, definition } of all) {
    const created = await engine.audiences.create(
      { id, name: id, state: 'draft', definition },
      'test',
    )
    expect(created, id).toMatchObject({ ok: true })
    const previewed = await engine.audiences.preview(definition, { at: UNTIL, sample: 0 })
    const wanted = evidence.filter((one) => evaluate(definition, one, world)).length
    expect(previewed.ok && previewed.value.size, id).toBe(wanted)
    if (wanted === 0) empty.push(id)
  }
  // Those that look back minutes wait for live traffic.
  expect(empty.length).toBeLessThan(30)
}, 180_000)

// From here on there is more than the history.

test('a live message finds the profile of the history, and makes no new one', async () => {
  for (const p of [1, 9, 20, 500, 501, PEOPLE]) {
    const [first, ...rest] = [...identifiersOf(p)].reverse()
    const taken = await engine.ingest.take({
      messages: [
        {
          ...{ type: 'track', event: 'Product Viewed', messageId: `live-${p}` },
          ...{
            anonymousId: first?.value ?? '',
            ...(isKnown(p) && { userId: rest.at(-1)?.value ?? '' }),
          },
        },
      ],
      byteLengths: [100],
      source: 'test',
    })
    expect(taken).toMatchObject({ kind: 'taken', accepted: 1 })
    for (const identifier of identifiersOf(p))
      expect(await engine.profiles.find(identifier), identifier.value).toBe(BigInt(profileOf(p)))
  }
  expect((await engine.status()).profiles).toBe(PEOPLE)
})

test('somebody new gets a number that nobody has', async () => {
  await engine.ingest.take({
    messages: [{ type: 'track', event: 'Product Viewed', anonymousId: 'new', messageId: 'new' }],
    byteLengths: [100],
    source: 'test',
  })
  const found = await engine.profiles.find({ kind: 'anonymous_id', value: 'new' })
  expect(Number(found)).toBeGreaterThanOrEqual(profileOf(PEOPLE + 1))
})

/** The evidence of all profiles, read from the rows by the test's own means. */
async function readEvidence(data: string): Promise<readonly Evidence[]> {
  const warehouse = await openWarehouse({ folder: join(data, 'warehouse') })
  interface Message {
    readonly node: string
    readonly ts: string
    readonly message_id: string
    readonly kind: string
    readonly event: string
    readonly props: Readonly<Record<string, string>>
    readonly traits: Readonly<Record<string, string>>
    readonly context: string
  }
  const messages = await warehouse.query<Message>({ text: 'SELECT * FROM messages', params: {} })
  const owners = await warehouse.query<{ node: string; kind: string; profile: string }>({
    text: 'SELECT node, kind, profile FROM assignments',
    params: {},
  })
  await warehouse.close()
  const profileOfNode = new Map(owners.map(({ node, profile }) => [node, profile]))
  const byProfile = grouped(messages, ({ node }) => profileOfNode.get(node))
  const kinds = grouped(owners, ({ profile }) => profile)
  return [...kinds].map(([profile, nodes]) => {
    const its = byProfile.get(profile) ?? []
    const fact = ({ ts, message_id }: Message) => ({ at: Number(ts), messageId: message_id })
    return {
      profileId: BigInt(profile),
      seenAt: its.map(({ ts }) => Number(ts)),
      events: its
        .filter(({ event }) => event !== '')
        .map((one) => ({
          ...fact(one),
          name: one.event,
          properties: decoded(one.props),
          context: objectOf(one.context),
        })),
      traits: its
        .filter(({ kind }) => kind === 'identify')
        .map((one) => ({ ...fact(one), traits: decoded(one.traits) })),
      identifiers: Object.fromEntries(nodes.map(({ kind }) => [kind, 1])),
      lists: [],
      accounts: [],
    }
  })
}

function grouped<Key, One>(
  all: readonly One[],
  by: (one: One) => Key,
): ReadonlyMap<Key, readonly One[]> {
  const groups = new Map<Key, One[]>()
  for (const one of all) {
    const group = groups.get(by(one)) ?? []
    groups.set(by(one), group)
    group.push(one)
  }
  return groups
}

const decoded = (tagged: Readonly<Record<string, string>>): JsonObject =>
  Object.fromEntries(Object.entries(tagged).map(([key, value]) => [key, decodeValue(value)]))

function objectOf(text: string): JsonObject {
  const parsed = parseJson(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.value as JsonObject
}
