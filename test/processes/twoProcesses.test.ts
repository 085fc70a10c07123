/**
 * Two real processes of Muster on a real PostgreSQL and, through the official ClickHouse client over HTTP, on the embedded engine behind the bridge
 * (docs/adr/0009): what either of them may suffer, and what must hold whatever happens.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Definition, Json } from '@muster/core'
import type { Client } from '@muster/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFeed } from '../agreement/feed.ts'
import { createReference, keyOfAll } from '../agreement/reference.ts'
import { createChance, messageOf, post, startSending } from './load.ts'
import { startMuster, type Muster } from './muster.ts'
import { openStores, whyNot } from './stores.ts'

const PEOPLE = 60
const BATCH = 20
/** A second process takes over within so many milliseconds of the death of the first. */
const TAKEOVER = 10_000
/** However slow the machine is. */
const PATIENT = { timeout: 30_000, interval: 250 }

const audiences: Readonly<Record<string, Definition>> = {
  buyers: { event: 'Order Completed', is: { atLeast: 2 } },
  spenders: {
    event: 'Order Completed',
    aggregate: { sum: 'total' },
    window: { last: '1d' },
    is: { atLeast: 100 },
  },
  undecided: {
    all: [
      { event: 'Product Viewed' },
      { not: { event: 'Order Completed', window: { last: '1d' } } },
    ],
  },
  // Who leaves it leaves by the clock alone, whichever process looks at it by then.
  active: { event: 'Cart Updated', window: { last: '4s' } },
  planned: { all: [{ trait: 'plan', is: { oneOf: ['p1'] } }, { audience: 'buyers' }] },
}

describe.skipIf(whyNot !== undefined)(
  `two processes${whyNot === undefined ? '' : ` (${whyNot})`}`,
  () => {
    let stores: Awaited<ReturnType<typeof openStores>>
    let running: readonly Muster[] = []
    let keys: NonNullable<Muster['keys']>
    const reference = createReference('UTC')
    const chance = createChance(7)
    let sent = 0
    const next = (): readonly Json[] =>
      Array.from({ length: BATCH }, () => messageOf(sent++, PEOPLE, chance))

    const start = async (name: string): Promise<Muster> => {
      const muster = await startMuster(name, stores)
      running = [...running, muster]
      return muster
    }
    const clientOf = (muster: Muster): Client => muster.client(keys.key)
    const refreshingAt = async (muster: Muster): Promise<string> =>
      (await clientOf(muster).status(AbortSignal.timeout(2_000))).refreshing
    /** The one that refreshes, and the other one. */
    const roles = async (): Promise<readonly [Muster, Muster]> => {
      for (const one of running)
        if ((await refreshingAt(one)) === 'here') {
          const other = running.find((each) => each !== one)
          if (other !== undefined) return [one, other]
        }
      throw new Error('nobody refreshes')
    }
    const inWarehouse = async (query: string): Promise<string> =>
      (await fetch(stores.clickhouseUrl, { method: 'POST', body: query })).text()
    const membersAt = async (muster: Muster, id: string): Promise<readonly string[]> => {
      const { members } = await clientOf(muster).audiences.members(id, { limit: 1_000 })
      return members.map(({ identifiers }) => keyOfAll(identifiers)).sort()
    }
    const expected = (id: string): readonly string[] => {
      const definition = audiences[id]
      if (definition === undefined) throw new Error(`there is no audience ${id}`)
      return [...reference.read().members(definition, Date.now(), new Map())].sort()
    }
    /** Who is a member and should be is asked at one instant: people leave while one waits. */
    const differenceAt = async (muster: Muster, id: string) => {
      const members = await membersAt(muster, id)
      const wanted = expected(id)
      return isDeepStrictEqual(members, wanted) ? undefined : { members, wanted }
    }
    const take = (messages: readonly Json[]): void => {
      reference.take({ do: 'send', messages }, Date.now())
    }
    const startLoad = (addresses: () => readonly string[]) =>
      startSending({ addresses, writeKey: keys.writeKey, next })

    /** Whoever is asked, and from the beginning: numbers only rise, and nobody enters or leaves twice. */
    const faultsOfFeed = async (muster: Muster): Promise<readonly string[]> => {
      const feed = createFeed()
      const faults: string[] = []
      for await (const change of clientOf(muster).changes.all({ limit: 500 }))
        faults.push(...feed.follow([{ ...change, profile: BigInt(change.profile) }]))
      return faults
    }
    /** Waits until the processes have come to rest, and then compares. */
    const agrees = async (): Promise<void> => {
      for (const id of Object.keys(audiences)) {
        for (const muster of running)
          await expect.poll(() => differenceAt(muster, id), PATIENT).toBeUndefined()
      }
      for (const muster of running) expect(await faultsOfFeed(muster)).toEqual([])
      const counts = await inWarehouse('SELECT count(), uniqExact(message_id) FROM messages')
      expect(counts.trim().split('\t')).toEqual([String(sent), String(sent)])
    }

    beforeAll(async () => {
      stores = await openStores()
      // At once, on stores that are empty.
      const made = (await Promise.all([start('one'), start('two')])).flatMap(
        (muster) => muster.keys ?? [],
      )
      const [first] = made
      if (first === undefined) throw new Error('nobody has made the first keys')
      keys = first
    })
    afterAll(async () => {
      await Promise.all(running.map((muster) => muster.end()))
      await stores.close()
    })

    test('one of them refreshes, and computes what is created at the other', async () => {
      const [, other] = await roles()
      expect(await refreshingAt(other)).toBe('elsewhere')
      for (const [id, definition] of Object.entries(audiences)) {
        await clientOf(other).audiences.create({
          id,
          name: id,
          definition: definition as unknown as Json,
          state: 'live',
        })
        reference.take({ do: 'create', id, definition }, Date.now())
      }
      for (const muster of running)
        await expect
          .poll(
            async () => (await clientOf(muster).audiences.get('planned')).progress.state,
            PATIENT,
          )
          .toBe('done')
    })

    test('the same messages sent to both at once, and again to each, are recorded once', async () => {
      const batches = Array.from({ length: 30 }, next)
      for (const batch of batches) {
        const answers = await Promise.all(running.map(({ url }) => post(url, keys.writeKey, batch)))
        expect(answers).toEqual([true, true])
        take(batch)
      }
      for (const { url } of running)
        for (const batch of batches.slice(0, 5))
          expect(await post(url, keys.writeKey, batch)).toBe(true)
      await agrees()
    })

    test('a setting that is changed at the one holds at the other', async () => {
      const [refresher, other] = await roles()
      await clientOf(other).changeSettings({ region: 'NL' })
      await expect
        .poll(async () => (await clientOf(refresher).settings())['region'], PATIENT)
        .toBe('NL')
    })

    test('a reader of the feed at the one that does not refresh hears of a change', async () => {
      const [refresher, other] = await roles()
      const stop = new AbortController()
      const heard = (async () => {
        for await (const change of clientOf(other).changes.follow({
          signal: stop.signal,
          audience: 'buyers',
        }))
          return change.cause
        return undefined
      })()
      // Until the line is up, nothing is heard.
      await new Promise((resolve) => setTimeout(resolve, 500))
      const orders = [1, 2].map((place) => ({
        ...{ type: 'track', event: 'Order Completed', userId: 'listener', messageId: `l${place}` },
        ...{ timestamp: new Date().toISOString(), properties: { total: 1 } },
      }))
      expect(await post(refresher.url, keys.writeKey, orders)).toBe(true)
      sent += orders.length
      take(orders)
      expect(await heard).toMatchObject({ kind: 'event' })
      stop.abort()
    })

    test('the one that refreshes is killed under load: the other takes over, nothing is lost or told twice', async () => {
      const [refresher, other] = await roles()
      const load = startLoad(() => running.map(({ url }) => url))
      await load.reached(40)
      refresher.signal('SIGKILL')
      const killed = performance.now()
      running = [other]
      while ((await refreshingAt(other)) !== 'here')
        await new Promise((resolve) => setTimeout(resolve, 50))
      expect(performance.now() - killed).toBeLessThan(TAKEOVER)
      await load.reached(40)
      await start('three')
      await load.reached(40)
      await load.stop()
      take(load.acknowledged)
      await agrees()
    })

    test('the one that refreshes stands still for longer than its lease and wakes up: it has become the other', async () => {
      const [refresher, other] = await roles()
      const load = startLoad(() => running.map(({ url }) => url))
      await load.reached(20)
      refresher.signal('SIGSTOP')
      while ((await refreshingAt(other)) !== 'here')
        await new Promise((resolve) => setTimeout(resolve, 50))
      await load.reached(10)
      refresher.signal('SIGCONT')
      await expect.poll(() => refreshingAt(refresher), PATIENT).toBe('elsewhere')
      await load.reached(20)
      await load.stop()
      take(load.acknowledged)
      await agrees()
    })

    test('one that is stopped in order hands over at once', async () => {
      const [refresher, other] = await roles()
      await refresher.end()
      running = [other]
      await expect.poll(() => refreshingAt(other), { timeout: TAKEOVER }).toBe('here')
      const batch = next()
      expect(await post(other.url, keys.writeKey, batch)).toBe(true)
      take(batch)
      await agrees()
    })
  },
)
