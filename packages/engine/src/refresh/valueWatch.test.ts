import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Definition } from '@muster/core'
import { nothingDefined, openStores, type Stores } from '../read/test-support/stores.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Program } from './program.ts'
import { programOf } from './test-support/programOf.ts'
import type { Touches } from './touches.ts'
import { crossersOf } from './valueCrossers.ts'
import { createValueWatch, type ValueWatch } from './valueWatch.ts'
import type { Span } from './watchedRanges.ts'

const MIDNIGHT = Date.UTC(2027, 4, 20)
const MINUTE = 60_000
const DAY = 86_400_000
const ms = (instant: number): string => new Date(instant).toISOString()

const BIRTHDAY: Definition = { trait: 'birthday', is: { anniversaryWithin: '1d' } }
const TRIAL: Definition = { trait: 'trialEndsAt', is: { withinNext: '3d' } }

/** Whose birthday comes within a day at midnight, and whose trials end one after another around then. */
const [BORN, TRYING] = [300, 240]

let stores: Stores
let asked: number
let watch: ValueWatch
let context: typeof nothingDefined & { readonly warehouse: Warehouse }

const tell = (person: number, name: string, value: string): Promise<void> =>
  stores.warehouse.insert(
    'messages',
    ['node', 'ts', 'message_id', 'kind', 'traits', 'received_at'],
    [[person, 1, `${person} ${name} ${value}`, 'identify', { [name]: `s${value}` }, 1]],
  )

beforeAll(async () => {
  stores = await openStores()
  const people = Array.from({ length: BORN + TRYING + 1 }, (_, i) => i + 1)
  await stores.warehouse.insert(
    'assignments',
    ['node', 'kind', 'profile', 'version'],
    people.map((person) => [person, 'user_id', person, 1]),
  )
  await stores.warehouse.insert(
    'messages',
    ['node', 'ts', 'message_id', 'kind', 'traits', 'received_at'],
    people.slice(0, -1).map((person) => {
      const ends = MIDNIGHT + 3 * DAY + (person - BORN - TRYING / 2) * 5_000
      const traits = person <= BORN ? { birthday: 's1990-05-21' } : { trialEndsAt: `s${ms(ends)}` }
      return [person, 1, `m${person}`, 'identify', traits, 1]
    }),
  )
})
afterAll(() => stores.close())
beforeEach(() => {
  asked = 0
  const warehouse: Warehouse = {
    ...stores.warehouse,
    query: (statement, lane) => {
      if (statement.text.includes('FROM traits')) asked++
      return stores.warehouse.query(statement, lane)
    },
  }
  context = { ...nothingDefined, warehouse }
  watch = createValueWatch(context)
})

/** Whom a tick looks at, and who does cross. */
async function tickOf(
  its: Program,
  span: Span,
): Promise<{ touched: bigint[]; crossing: bigint[] }> {
  const touches: Touches = new Map()
  await watch.narrow([its], span, span.before)
  await watch.touchWatched(its, span, touches)
  const everybody = { ...nothingDefined, warehouse: stores.warehouse }
  const crossing = await crossersOf(everybody, its, span, 'everybody', 'read')
  return { touched: [...touches.keys()], crossing: [...crossing] }
}

test('everybody is looked at when they cross, and of many who will soon nobody is asked in each tick', async () => {
  const both = programOf(BIRTHDAY, TRIAL)
  const found = new Set<bigint>()
  const step = 10_000
  let ticks = 0
  for (let before = MIDNIGHT - 12 * MINUTE; before < MIDNIGHT + 12 * MINUTE; before += step) {
    ticks++
    const { touched, crossing } = await tickOf(both, { before, at: before + step, zone: 'UTC' })
    expect(touched).toEqual(expect.arrayContaining(crossing))
    expect(touched.length).toBeLessThanOrEqual(crossing.length === 0 ? 200 : BORN + 10)
    for (const profile of crossing) found.add(profile)
  }
  expect(found.size).toBe(BORN + TRYING)
  // Looks at everybody every five minutes, and about as many to tell when those cross whom they found.
  expect(asked).toBeLessThan(ticks / 4)
})

test('who learns a value meanwhile is looked at as well, though the others are known to cross later', async () => {
  const birthday = programOf(BIRTHDAY)
  const [late, span] = [BORN + TRYING + 1, { before: MIDNIGHT - 5 * MINUTE, zone: 'UTC' }]
  // The first tick finds out who crosses in the next minutes, the second that it is not in the next one.
  const first = { ...span, at: span.before + 1_000 }
  const second = { ...span, before: first.at, at: first.at + 1_000 }
  for (const tick of [first, second]) expect((await tickOf(birthday, tick)).touched).toEqual([])
  await tell(late, 'birthday', '1971-05-21')
  await watch.learn([birthday], second, [BigInt(late)], () => Promise.resolve())
  const third = { ...span, before: second.at, at: second.at + 1_000 }
  expect((await tickOf(birthday, third)).touched).toEqual([BigInt(late)])
  const last = { before: MIDNIGHT - 1_000, at: MIDNIGHT + 1_000, zone: 'UTC' }
  const { touched, crossing } = await tickOf(birthday, last)
  expect(crossing).toHaveLength(BORN + 1)
  expect(touched.toSorted()).toEqual(crossing.toSorted())
})

test('of audiences on their way into force is remembered who crossed since they began to be computed', async () => {
  const [inForce, coming] = [programOf(TRIAL), programOf(BIRTHDAY)]
  const begun = MIDNIGHT - 2 * MINUTE
  await watch.cover(coming, { before: begun, at: begun, zone: 'UTC' })
  for (let before = begun; before < MIDNIGHT + 2 * MINUTE; before += MINUTE / 2) {
    const span = { before, at: before + MINUTE / 2, zone: 'UTC' }
    await watch.narrow([inForce, coming], span, begun)
    await watch.touchWatched(inForce, span, new Map())
  }
  const touches: Touches = new Map()
  await watch.touchWatched(
    coming,
    { before: begun, at: MIDNIGHT + 2 * MINUTE, zone: 'UTC' },
    touches,
  )
  expect([...touches.keys()].filter((profile) => profile <= BORN)).toHaveLength(BORN)
})
