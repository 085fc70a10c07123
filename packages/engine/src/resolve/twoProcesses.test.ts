import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IdentityGraph, countFrom, referenceHistory, resolveMessage } from '@muster/core'
import type { IdentityLimits, Message } from '@muster/core'
import type { Metadata } from '../metadata/metadata.ts'
import { skipNote } from '../metadata/test-support/metadata.contract.ts'
import { postgresPlace } from '../metadata/test-support/places.ts'
import { createResolver } from './createResolver.ts'
import { forgetIdentities, pictureOfReference, pictureOfStore } from './test-support/graphs.ts'
import { cut, histories, messageOf, messageSequences } from './test-support/histories.ts'
import { batches, take } from './test-support/steps.ts'

const limits: IdentityLimits = {
  perKind: { user_id: 2, email: 2, device_id: 2, anonymous_id: 3 },
  otherKinds: 2,
}

const place = await postgresPlace()

describe.skipIf(place.skip !== undefined)(`two processes on one server${skipNote(place)}`, () => {
  let stores: readonly Metadata[]
  beforeAll(async () => {
    stores = await Promise.all([place.open(), place.open()])
  })
  afterAll(async () => {
    await Promise.all(stores.map((metadata) => metadata.close()))
    await place.clear()
  })

  test('end as if their batches had come one after the other, in the order of their versions', async () => {
    const [first] = stores
    if (first === undefined) throw new Error('no store was opened')
    const sequences = fc.tuple(messageSequences(40), messageSequences(40))
    await fc.assert(
      fc.asyncProperty(sequences, fc.integer({ min: 1, max: 6 }), async (both, size) => {
        await forgetIdentities(first)
        const written: { readonly version: bigint; readonly batch: readonly Message[] }[] = []
        await Promise.all(
          both.map(async (messages, index) => {
            const resolver = createResolver({
              metadata: stores[index] ?? first,
              // Nothing is looked for in between, so that all that is noticed is noticed under the lock.
              settings: { limits, mayBeLateBy: Infinity },
              clock: () => 0,
            })
            for (const batch of cut(messages, [size])) {
              const { assignments } = await resolver.resolveBatch(batch)
              const version = assignments[0]?.version
              if (version !== undefined) written.push({ version, batch })
            }
          }),
        )
        written.sort((a, b) => (a.version < b.version ? -1 : 1))
        const versions = written.map(({ version }) => version)
        expect(versions).toEqual(versions.map((_, index) => BigInt(index + 1)))
        const inOrder = written.flatMap(({ batch }) => batch)
        expect(await pictureOfStore(first)).toEqual(referencePicture(inOrder))
      }),
      { numRuns: 25 },
    )
  })

  test('taking turns, and looking each time, they are as one, decisions of people included', async () => {
    const [first] = stores
    if (first === undefined) throw new Error('no store was opened')
    await fc.assert(
      fc.asyncProperty(
        histories(limits, 30),
        fc.integer({ min: 1, max: 4 }),
        async (steps, size) => {
          await forgetIdentities(first)
          const resolvers = stores.map((metadata) =>
            createResolver({ metadata, settings: { limits, mayBeLateBy: 0 }, clock: () => 0 }),
          )
          for (const [index, batch] of batches(steps, [size]).entries()) {
            const resolver = resolvers[index % resolvers.length]
            if (resolver !== undefined) await take(resolver, batch)
          }
          const { graph } = referenceHistory(steps, limits, countFrom(1n))
          expect(await pictureOfStore(first)).toEqual(pictureOfReference(graph))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('the one learns in time what the other has merged', async () => {
    const [first, second] = stores
    if (first === undefined || second === undefined) throw new Error('no store was opened')
    await forgetIdentities(first)
    let now = 0
    const clock = () => now
    const settings = { limits, mayBeLateBy: 1000 }
    const here = createResolver({ metadata: first, settings, clock })
    const there = createResolver({ metadata: second, settings, clock })
    const other = message(['b'], 1)
    await here.resolveBatch([message(['a'], 0), other])
    await there.resolveBatch([message(['a', 'b'], 2)])
    now = 999
    expect((await here.resolveBatch([other])).messages).toEqual([{ node: 2n, profile: 2n }])
    now = 1000
    expect((await here.resolveBatch([other])).messages).toEqual([{ node: 2n, profile: 1n }])
  })
})

/** Message by message over the plainest graph; the numbers must agree too. */
function referencePicture(messages: readonly Message[]) {
  const graph = new IdentityGraph()
  const next = countFrom(1n)
  for (const message of messages) graph.apply(resolveMessage(graph, message, limits, next).effects)
  return pictureOfReference(graph)
}

function message(values: readonly string[], index: number): Message {
  return messageOf({ identifiers: values.map((value) => ({ kind: 'anonymous_id', value })) }, index)
}
