import { expect, test } from 'vitest'
import { noComputedTraits, type Definition } from '@muster/core'
import { openWarehouse } from '../warehouse/openWarehouse.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { touchCrossings } from './crossings.ts'
import { createEdgeWatch, type EdgeWatch } from './edgeWatch.ts'
import { createProgram } from './program.ts'
import { addTouch, type Touches } from './touches.ts'
import type { Span } from './watchedRanges.ts'

const BEGIN = Date.UTC(2026, 4, 20, 23, 59, 40)
const STEP = 300
const PEOPLE = 40

const definitions: readonly Definition[] = [
  { event: 'A', window: { last: '2s' } },
  { event: 'B', window: { last: '9s' }, count: { atLeast: 2 } },
  { event: 'A', window: { ago: ['7s', '3s'] } },
  { event: 'A', notFollowedBy: { event: 'B' }, within: '4s', window: { last: '1h' } },
  { event: 'B', window: { calendar: 'today' } },
  { trait: 'plan', is: { equals: 'pro' }, for: '5s' },
  { trait: 'profile.lastSeenAt', is: { moreThanAgo: '6s' } },
] as unknown as readonly Definition[]

/** Numbers that look like chance and are the same each time. */
const numbers = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}

test('a look ahead touches whom a look for each tick would have touched, with what comes meanwhile', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-edges-'))
  const warehouse = await openWarehouse({ folder })
  const chance = numbers(20_261_122)
  const below = (limit: number): number => Math.floor(chance() * limit)
  const program = createProgram(
    definitions.map((definition, i) => ({ id: `a${i}`, number: i + 1, version: 1, definition })),
    {
      audience: () => {
        throw new Error('none refers to another')
      },
      computedTrait: noComputedTraits,
    },
  )
  const watch = createEdgeWatch(warehouse)
  await warehouse.insert(
    'assignments',
    ['node', 'kind', 'profile', 'version'],
    Array.from({ length: PEOPLE }, (_, i) => [i + 1, 'user_id', i + 1, 1]),
  )
  let crossings = 0
  for (let tick = 0; tick < 60; tick++) {
    const at = BEGIN + tick * STEP
    const span = { before: at - STEP, at, zone: 'UTC' }
    const come: Touches = new Map()
    for (let i = below(5); i > 0; i--) {
      const [profile, ts] = [1 + below(PEOPLE), at - below(12_000) + 3_000]
      const [event, value] = chance() < 0.7 ? [chance() < 0.5 ? 'A' : 'B', ''] : ['', 'spro']
      const [kind, id] = [event === '' ? 'identify' : 'track', `${tick}-${i}`]
      await warehouse.insert(
        'messages',
        ['node', 'ts', 'message_id', 'kind', 'event', 'traits', 'received_at'],
        [[profile, ts, id, kind, event, value === '' ? {} : { plan: value }, at]],
      )
      // Now and then word of it does not say what came.
      const says =
        chance() < 0.95
          ? { evidence: JSON.stringify(event === '' ? [event, 'plan'] : [event]), at: ts }
          : {}
      addTouch(come, BigInt(profile), {
        cause: { kind: 'event', messageId: id },
        dueAt: at,
        ...says,
      })
    }
    const touched = async (edges: EdgeWatch | undefined, during: Span) => {
      const all: Touches = new Map()
      let portions = 0
      const deps = { warehouse, ...(edges && { edges }) }
      for await (const { touches } of touchCrossings(deps, program, during, new Map(come))) {
        portions++
        for (const [profile, its] of touches) for (const touch of its) addTouch(all, profile, touch)
      }
      return { all, portions }
    }
    const { all: ahead } = await touched(watch, span)
    const { all: each } = await touched(undefined, span)
    // Of several touches that concern the same audiences the first one counts; which of the others are kept, the order of the rows decides.
    const byClock = (touches: Touches): readonly string[] => {
      const first = new Map<string, number>()
      for (const [profile, all] of touches) {
        if (come.has(profile)) continue
        for (const { dueAt, audiences } of all) {
          const key = `${profile} ${[...(audiences ?? [])].join()}`
          first.set(key, Math.min(dueAt, first.get(key) ?? dueAt))
        }
      }
      return [...first].map(([key, dueAt]) => `${key} ${dueAt}`).toSorted()
    }
    expect(byClock(ahead)).toEqual(byClock(each))
    crossings += byClock(each).length
    if (tick % 20 !== 19) continue
    // After a flood much has crossed at once.
    const long = { ...span, before: at - 10_000 }
    const whole = await touched(undefined, long)
    const divided = await touched(createEdgeWatch(warehouse, { ahead: 0, mostRows: 10 }), long)
    expect([whole.portions, divided.portions > 1]).toEqual([1, true])
    expect(byClock(divided.all)).toEqual(byClock(whole.all))
  }
  expect(crossings).toBeGreaterThan(100)
  await warehouse.close()
  await rm(folder, { recursive: true })
}, 120_000)
