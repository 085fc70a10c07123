import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject, Message } from '@muster/core'
import { message, openStores, type Stores } from '../read/test-support/stores.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { storedRows } from './catalogueTable.ts'
import { createCatalogue, type CatalogueKeeper } from './createCatalogue.ts'
import { messagesSince } from './messagesSince.ts'

let stores: Stores
beforeAll(async () => {
  stores = await openStores()
})
afterAll(() => stores.close())
const clear = async (): Promise<void> => {
  for (const table of ['messages', 'catalogue'])
    await stores.warehouse.command({ text: `TRUNCATE TABLE ${table}`, params: {} })
}
beforeEach(clear)

const keeper = (warehouse: Warehouse = stores.warehouse, compactAt?: number): CatalogueKeeper =>
  createCatalogue({ warehouse, ...(compactAt === undefined ? {} : { compactAt }) })

/** What is counted, without samples, of which a restart may know others. */
const picture = (catalogue: CatalogueKeeper): unknown =>
  JSON.parse(
    JSON.stringify(catalogue.report(), (key, value: unknown) => (key === 'samples' ? [] : value)),
  )

const values: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.constantFrom('a', 'b', 'a.b', '__proto__', ''),
  fc.oneof(
    fc.constantFrom(null, true, 'x', '2027-01-15', 5, 0.5, 2n ** 60n, -0, [], {}),
    fc.constant([{ a: 1 }, { a: null, b: [true] }]),
    fc.constant({ b: { b: 'y' } }),
  ),
  { maxKeys: 4 },
)
/** Batches whose instants of receipt often repeat, and what happens between them. */
const batches = fc.array(
  fc.record({
    wait: fc.constantFrom(0, 0, 1, 5),
    sent: fc.array(
      fc.record({ kind: fc.constantFrom('track', 'page', 'identify', 'group', 'alias'), values }),
      { minLength: 1, maxLength: 4 },
    ),
    then: fc.constantFrom('nothing', 'flush', 'crash', 'flush and crash'),
    /** A crash may come between the batch and the note of it. */
    noted: fc.constantFrom(true, true, true, false),
  }),
  { minLength: 1, maxLength: 7 },
)

function messageOf(kind: Message['kind'], content: JsonObject, receivedAt: number): Message {
  const isEvent = kind === 'track' || kind === 'page' || kind === 'screen'
  const hasTraits = kind === 'identify' || kind === 'group'
  return message('ann', {
    kind,
    receivedAt,
    event: isEvent ? `${kind} it` : '',
    properties: isEvent ? content : {},
    traits: hasTraits ? content : {},
    groupId: kind === 'group' ? 'acme' : '',
  })
}

test('wherever the process stops, each durable message is counted once', async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (all) => {
      await clear()
      const truth = keeper()
      let catalogue = keeper()
      await catalogue.recover()
      let receivedAt = 100
      for (const { wait, sent, then, noted } of all) {
        receivedAt += wait
        const messages = sent.map(({ kind, values }) => messageOf(kind, values, receivedAt))
        await stores.record(...messages)
        truth.note(messages)
        if (noted) catalogue.note(messages)
        if (then.startsWith('flush')) await catalogue.flush()
        if (!noted || then.endsWith('crash')) {
          catalogue = keeper()
          await catalogue.recover()
        }
        expect(picture(catalogue)).toEqual(picture(truth))
      }
      const after = keeper()
      await after.recover()
      expect(picture(after)).toEqual(picture(truth))
    }),
    { numRuns: 12 },
  )
})

describe('flush', () => {
  test('a failed insert is repeated, and one that came through all the same is not', async () => {
    for (const outcome of ['lost', 'came through'] as const) {
      await clear()
      let failing = true
      const shaky: Warehouse = {
        ...stores.warehouse,
        insert: async (table, columns, rows) => {
          if (!failing || outcome === 'came through')
            await stores.warehouse.insert(table, columns, rows)
          if (failing) throw new Error('no answer')
        },
      }
      const catalogue = keeper(shaky)
      await catalogue.recover()
      const first = messageOf('track', { a: 1 }, 100)
      const second = messageOf('track', { a: 2 }, 101)
      await stores.record(first, second)
      catalogue.note([first, second])
      await expect(catalogue.flush()).rejects.toThrow('no answer')
      failing = false
      await catalogue.flush()

      const again = keeper()
      await again.recover()
      expect(again.report().events).toMatchObject([{ name: 'track it', count: 2 }])
    }
  })

  test('samples survive a restart', async () => {
    const catalogue = keeper()
    await catalogue.recover()
    const sent = ['x', 'y', 2n ** 60n].map((a, i) => messageOf('track', { a }, 100 + i))
    await stores.record(...sent)
    catalogue.note(sent)
    await catalogue.flush()
    await catalogue.flush()
    const again = keeper()
    await again.recover()
    expect(again.report().events[0]?.properties[0]?.samples).toEqual(['x', 'y', 2n ** 60n])
  })

  test('many rows become their sums, which count the same', async () => {
    const catalogue = keeper(stores.warehouse, 20)
    await catalogue.recover()
    for (let i = 0; i < 15; i++) {
      const sent = messageOf('track', { a: i }, 100 + i)
      await stores.record(sent)
      catalogue.note([sent])
      await catalogue.flush()
    }
    expect(await storedRows(stores.warehouse)).toBeLessThan(22)
    const again = keeper()
    await again.recover()
    expect(picture(again)).toEqual(picture(catalogue))
    expect(again.report().events).toMatchObject([{ count: 15 }])
  })
})

test('what was received is read again in pages that never cut one instant in two', async () => {
  const at = [1, 2, 2, 2, 3, 4]
  await stores.record(...at.map((receivedAt) => messageOf('track', {}, receivedAt)))
  const pages: (readonly number[])[] = []
  for await (const page of messagesSince(stores.warehouse, 0, { pageSize: 2 }))
    pages.push(page.map((one) => one.receivedAt))
  expect(pages).toEqual([
    [1, 2, 2, 2],
    [3, 4],
  ])
})

test('a catalogue that counts already is not recovered', async () => {
  const catalogue = keeper()
  catalogue.note([messageOf('track', {}, 1)])
  await expect(catalogue.recover()).rejects.toThrow('before it counts')
})
