import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  message,
  nothingDefined,
  openStores,
  START,
  type Stores,
} from '../read/test-support/stores.ts'
import { createForesight, type Foresight } from './foresight.ts'
import { HotProfiles } from './hotProfiles.ts'
import { createProgram } from './program.ts'
import { programOf } from './test-support/programOf.ts'

const program = createProgram(
  [{ id: 'buyers', number: 1, version: 1, definition: { event: 'Order Completed' } }],
  nothingDefined.meanings,
)

let stores: Stores
let [first, second]: bigint[] = []
let hot: HotProfiles
let foresight: Foresight
beforeAll(async () => {
  stores = await openStores()
  await stores.record(message('first', {}), message('second', {}))
  first = await stores.profile('first')
  second = await stores.profile('second')
})
beforeEach(() => {
  hot = new HotProfiles()
  const { warehouse } = stores
  foresight = createForesight({ ...nothingDefined, warehouse, clock: () => START * 2 }, hot)
})
afterAll(() => stores.close())

const known = (): readonly string[] =>
  Object.entries({ first, second })
    .filter(([, profile]) => profile !== undefined && hot.known(profile) !== undefined)
    .map(([name]) => name)
const everybody = { has: () => true }

test('those who are expected are known when their reading has arrived, the later ones by one reading more', async () => {
  if (first === undefined || second === undefined) throw new Error('two profiles were recorded')
  foresight.expect(program, [first])
  foresight.expect(program, [second])
  await foresight.arrival({ has: (profile) => profile === second })
  expect(known()).toEqual([])
  await foresight.arrival(everybody)
  expect(known()).toEqual(['first'])
  await foresight.arrival(everybody)
  expect(known()).toEqual(['first', 'second'])
})

test('whom a tick looks at meanwhile is not kept, and not read again until the tick is done', async () => {
  if (first === undefined || second === undefined) throw new Error('two profiles were recorded')
  foresight.expect(program, [first, second])
  foresight.leave([first])
  await foresight.arrival(everybody)
  expect(known()).toEqual(['second'])
  foresight.expect(program, [first])
  await foresight.arrival(everybody)
  expect(known()).toEqual(['second'])
  foresight.tickDone()
  foresight.expect(program, [first])
  await foresight.arrival(everybody)
  expect(known()).toEqual(['first', 'second'])
})

test('of whom another program looks at more is read ahead once more, and who is known stays known', async () => {
  if (first === undefined) throw new Error('two profiles were recorded')
  const at = START * 2
  const more = programOf({ event: 'Order Completed' }, { event: 'Product Viewed' })
  hot.serve(program, 'UTC', at)
  foresight.expect(program, [first])
  await foresight.arrival(everybody)
  hot.serve(more, 'UTC', at)
  expect([hot.known(first)?.readFor === program, hot.isWhole(first, at)]).toEqual([true, false])
  const nodes = hot.known(first)?.evidence.nodes
  foresight.expect(more, [first])
  expect(hot.known(first)?.evidence.nodes).toEqual(nodes)
  await foresight.arrival(everybody)
  expect([hot.known(first)?.readFor === more, hot.isWhole(first, at)]).toEqual([true, true])
  expect(hot.known(first)?.evidence.nodes).toEqual(nodes)
})

test('nothing that was read before everybody was forgotten is kept', async () => {
  if (first === undefined) throw new Error('two profiles were recorded')
  foresight.expect(program, [first])
  hot.clear()
  await foresight.arrival(everybody)
  expect(known()).toEqual([])
})
