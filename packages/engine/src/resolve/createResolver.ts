import type { Identifier, IdentityLimits, Message, UnmergeRequest } from '@muster/core'
import type { Metadata, Db } from '../metadata/metadata.ts'
import { assignmentsSince, currentVersion } from './assignmentsSince.ts'
import { mergeInDatabase, unmergeInDatabase } from './decisions.ts'
import type { Decided, MergeRequest } from './decisions.ts'
import { IdentityCache } from './identityCache.ts'
import { identityOf } from './identityOf.ts'
import type { ExplainedIdentity } from './identityOf.ts'
import { oneAtATime } from './oneAtATime.ts'
import { currentProfile, profileOf } from './profileOf.ts'
import type { Assignment, ResolvedBatch } from './resolvedBatch.ts'
import { resolveFromCache } from './resolveFromCache.ts'
import { resolveInDatabase } from './resolveInDatabase.ts'
import type { Written } from './resolveInDatabase.ts'
import { synchronise } from './synchronise.ts'

export interface ResolverSettings {
  /** Read anew for every batch, so that a change counts from the next one on. */
  readonly limits: IdentityLimits
  /** How many identifiers are remembered at least, up to twice as many; 0 for none. About 200 bytes each. 250,000 by default. */
  readonly rememberedIdentifiers?: number
  /** How long what another process changed may go unnoticed by batches that change nothing, in milliseconds; 1,000 by default. */
  readonly mayBeLateBy?: number
}

export interface Resolver {
  /**
   * Finds the profile of each message, in order of arrival, and stores what that changes, before it resolves. Duplicates
   * (by `messageId`) have to be taken out before. A batch that knows all its identifiers and changes nothing costs no SQL.
   *
   * Repeating a batch is harmless: what it did the first time is found done, each message keeps its node, and nothing is
   * returned as changed. So who repeats a batch because of a crash repairs its copy with `assignmentsSince`.
   */
  resolveBatch(messages: readonly Message[]): Promise<ResolvedBatch>
  /** Takes a profile apart, by a person's word. */
  unmerge(request: UnmergeRequest): Promise<Decided>
  /** Makes two profiles one, by a person's word. */
  mergeByHand(request: MergeRequest): Promise<Decided>
  /** The profile of the first of the identifiers that anybody has. They are normalised already. */
  profileOf(identifiers: readonly Identifier[]): Promise<bigint | undefined>
  /** The profile that goes on for an id from before a merge; itself when it was not absorbed. */
  currentProfile(id: bigint): Promise<bigint | undefined>
  /** Why a profile is what it is: its identifiers with their origin, its merges and the decisions about it. */
  identityOf(profile: bigint): Promise<ExplainedIdentity | undefined>
  /** Pages of all assignments that changed after a version; see there for which version is safe to start from. */
  assignmentsSince(version: bigint): AsyncIterable<readonly Assignment[]>
  /** The version of the newest change. */
  currentVersion(): Promise<bigint>
}

/**
 * Identity resolution against the metadata store, by the rules of core. One for each process: it remembers what it has read.
 * `clock` gives milliseconds and only decides when to look for changes of other processes.
 */
export function createResolver({
  metadata,
  settings,
  clock,
}: {
  readonly metadata: Metadata
  readonly settings: ResolverSettings
  readonly clock: () => number
}): Resolver {
  const cache = new IdentityCache(settings.rememberedIdentifiers ?? 250_000)
  const mayBeLateBy = settings.mayBeLateBy ?? 1_000
  // What the cache learns after a commit must not come after what a later transaction has taught it.
  const inOrder = oneAtATime()
  let lookedAt = -Infinity

  const write = <Answer>(work: (tx: Db) => Promise<Written<Answer>>): Promise<Answer> =>
    inOrder(async () => {
      const { answer, learn } = await metadata.transaction(work)
      learn()
      lookedAt = clock()
      return answer
    })

  const look = (): Promise<void> =>
    inOrder(async () => {
      await metadata.db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (tx) => {
          await synchronise(tx, cache, await currentVersion(tx))
        })
      lookedAt = clock()
    })

  return {
    resolveBatch: async (messages) => {
      if (!metadata.exclusive && clock() - lookedAt >= mayBeLateBy) await look()
      return (
        resolveFromCache(cache, messages, settings.limits) ??
        write((tx) => resolveInDatabase(tx, cache, messages, settings.limits))
      )
    },
    unmerge: (request) => write((tx) => unmergeInDatabase(tx, cache, request)),
    mergeByHand: (request) => write((tx) => mergeInDatabase(tx, cache, request)),
    profileOf: (identifiers) => profileOf(metadata.db, identifiers),
    currentProfile: (id) => currentProfile(metadata.db, id),
    identityOf: (profile) => identityOf(metadata.db, profile),
    assignmentsSince: (version) => assignmentsSince(metadata.db, version),
    currentVersion: () => currentVersion(metadata.db),
  }
}
