import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countFrom, referenceHistory } from '@muster/core'
import type { IdentityLimits } from '@muster/core'
import type { Metadata } from '../metadata/metadata.ts'
import { skipNote } from '../metadata/test-support/metadata.contract.ts'
import { embeddedPlace, postgresPlace } from '../metadata/test-support/places.ts'
import { createResolver } from './createResolver.ts'
import type { Resolver } from './createResolver.ts'
import type { Assignment } from './resolvedBatch.ts'
import { forgetIdentities, pictureOfReference, pictureOfStore } from './test-support/graphs.ts'
import { cut, histories, messageSequences } from './test-support/histories.ts'
import { batches, take } from './test-support/steps.ts'

const limits: IdentityLimits = {
  perKind: { user_id: 1, email: 2, device_id: 2, anonymous_id: 3 },
  otherKinds: 2,
}
const batchSizes = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 4 })
const memories = fc.constantFrom(0, 2, 1000)

for (const place of [embeddedPlace(), await postgresPlace()]) {
  describe.skipIf(place.skip !== undefined)(`${place.name}${skipNote(place)}`, () => {
    let metadata: Metadata
    beforeAll(async () => {
      metadata = await place.open()
    })
    afterAll(async () => {
      await metadata.close()
      await place.clear()
    })
    beforeEach(() => forgetIdentities(metadata))

    const resolverOf = (rememberedIdentifiers: number): Resolver =>
      createResolver({ metadata, settings: { limits, rememberedIdentifiers }, clock: () => 0 })

    test('agrees with the reference, however messages are cut into batches and whatever is remembered', async () => {
      await fc.assert(
        fc.asyncProperty(
          histories(limits, 30),
          batchSizes,
          memories,
          async (steps, sizes, memory) => {
            await forgetIdentities(metadata)
            const resolver = resolverOf(memory)
            const copy = new Map<bigint, Assignment>()
            for (const batch of batches(steps, sizes)) {
              for (const assignment of await take(resolver, batch)) keep(copy, assignment)
            }
            const { graph } = referenceHistory(steps, limits, countFrom(1n))
            const picture = pictureOfReference(graph)
            expect(await pictureOfStore(metadata)).toEqual(picture)
            // What was returned batch by batch is a true copy, and so is what can be read afterwards.
            const truth = graph.nodes().map(({ node, profile }) => [node, profile])
            expect(profilesIn(copy)).toEqual(new Map(truth as [bigint, bigint][]))
            expect(profilesIn(await readCopy(resolver, 0n))).toEqual(profilesIn(copy))
          },
        ),
        { numRuns: 100 },
      )
    })

    test('each message gets its node for good, and the profile its node has when the batch is done', async () => {
      await fc.assert(
        fc.asyncProperty(
          messageSequences(30),
          batchSizes,
          memories,
          async (messages, sizes, memory) => {
            await forgetIdentities(metadata)
            const resolver = resolverOf(memory)
            for (const batch of cut(messages, sizes)) {
              const { messages: answers } = await resolver.resolveBatch(batch)
              const now = profilesIn(await readCopy(resolver, 0n))
              expect(answers).toHaveLength(batch.length)
              for (const { node, profile } of answers) expect(now.get(node)).toBe(profile)
            }
          },
        ),
        { numRuns: 25 },
      )
    })

    test('a batch that is repeated, by this process or another, keeps its nodes and ends as it did', async () => {
      await fc.assert(
        fc.asyncProperty(messageSequences(12), async (messages) => {
          await forgetIdentities(metadata)
          const resolver = resolverOf(1000)
          const first = await resolver.resolveBatch(messages)
          for (const again of [resolver, resolverOf(1000), resolverOf(0)]) {
            const { messages: answers } = await again.resolveBatch(messages)
            expect(answers.map(({ node }) => node)).toEqual(first.messages.map(({ node }) => node))
          }
        }),
        { numRuns: 25 },
      )
    })
  })
}

function keep(copy: Map<bigint, Assignment>, assignment: Assignment): void {
  const before = copy.get(assignment.node)
  if (before === undefined || before.version < assignment.version) {
    copy.set(assignment.node, assignment)
  }
}

async function readCopy(resolver: Resolver, since: bigint): Promise<Map<bigint, Assignment>> {
  const copy = new Map<bigint, Assignment>()
  for await (const page of resolver.assignmentsSince(since)) {
    for (const assignment of page) keep(copy, assignment)
  }
  return copy
}

function profilesIn(copy: ReadonlyMap<bigint, Assignment>): ReadonlyMap<bigint, bigint> {
  return new Map([...copy.values()].map(({ node, profile }) => [node, profile]))
}
