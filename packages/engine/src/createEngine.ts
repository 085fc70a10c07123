import { randomBytes, randomUUID } from 'node:crypto'
import { orderPaths, references, type Definition } from '@muster/core'
import { usualSessionLimits } from './access/context.ts'
import { createAccess } from './access/createAccess.ts'
import { createPasswords } from './access/passwords.ts'
import { createAnalyses } from './analyse/createAnalyses.ts'
import { backupsOf } from './backup/backupsOf.ts'
import type { Engine } from './engine.ts'
import type { EngineOptions } from './engineOptions.ts'
import type { AudiencesApi } from './library/audiencesApi.ts'
import { createHealth } from './health/createHealth.ts'
import { importsOf } from './import/importsOf.ts'
import { createIngest } from './ingest/createIngest.ts'
import { createReplay } from './ingest/replay.ts'
import { createRejectStore } from './ingest/rejectStore.ts'
import { createSeenMessages } from './ingest/seenMessages.ts'
import { createAudiences } from './library/audiences.ts'
import { liveOf, meaningsOf, readLibrary } from './library/library.ts'
import { createLists } from './lists/lists.ts'
import { resolveListed } from './lists/resolveListed.ts'
import { alone } from './peers/alone.ts'
import { joinPeers } from './peers/joinPeers.ts'
import { openStores } from './peers/openStores.ts'
import { createKeyring } from './workspace/keyring.ts'
import { createProfileDecisions } from './resolve/profileDecisions.ts'
import { createChangeListeners } from './read/changeListeners.ts'
import { createReads } from './read/createReads.ts'
import { pulse } from './read/pulse.ts'
import { openPromotion } from './record/promotion.ts'
import { resolveMessages, type Recorded } from './record/record.ts'
import type { RefreshingDeps } from './refresh/beginRefresh.ts'
import { WATERMARKS } from './refresh/recover.ts'
import { steadyClock } from './refresh/steadyClock.ts'
import { readWatermark } from './metadata/work/watermarks.ts'
import type { Tick } from './refresh/tick.ts'
import { createResolver } from './resolve/createResolver.ts'
import { oneAtATime } from './resolve/oneAtATime.ts'
import { createSegmentation } from './segmentation/createSegmentation.ts'
import { createCalibrationKeeper } from './segmentation/keepCalibrated.ts'
import { createTraits } from './traits/createTraits.ts'
import { createTemplates } from './template/createTemplates.ts'
import { createStatus } from './status/createStatus.ts'
import { guardStores } from './status/guardStores.ts'
import { measured } from './status/measure.ts'
import { openSettings } from './workspace/openSettings.ts'
import { done } from './metadata/outcome.ts'

type TouchKind = 'merge' | 'unmerge' | 'account' | 'list'

/**
 * Opens the stores, makes complete what a crash may have cut off, and starts to refresh; where both stores are servers that other processes
 * may use too, when its turn comes. Rejects when a store can't be opened.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const problem = (doing: string) => (error: unknown) => options.onProblem?.({ doing, error })
  const { warehouse, metadata, areShared } = await openStores(options.warehouse, options.metadata)
  const refreshed = await readWatermark(metadata.db, WATERMARKS.refreshed)
  const clock = steadyClock(options.clock ?? Date.now, Number(refreshed ?? 0n))

  const settings = await openSettings(metadata)
  const resolver = createResolver({
    ...{ metadata, clock },
    settings: {
      get limits() {
        return settings.identityLimits()
      },
    },
  })
  /** Whoever changes identities holds this until the warehouse has them too, so that a version is only said to stand there when all up to it do. */
  const inOrder = oneAtATime()
  const promotion = await openPromotion(warehouse, problem('promote'))
  await promotion.promote(orderPaths(settings.commerce()))
  /** What everybody needs who looks into the data. */
  const looking = {
    ...{ warehouse, metadata, clock, newId: randomUUID, promoted: promotion.promoted },
    ...{ zone: settings.zone, commerce: settings.commerce },
    catalogue: () => peers.catalogue.forCheck(),
  }
  /** What everybody needs who changes what audiences mean. */
  const defining = {
    ...looking,
    promote: (definition: Definition) =>
      promotion.promote(references(definition).properties.map(({ path }) => path)),
    onChanged: () => {
      peers.reload()
    },
  }

  const onMeasured = options.onMeasured ?? (() => undefined)
  const seen = createSeenMessages(warehouse, problem('load the ids of messages'))
  const rejects = createRejectStore(warehouse, randomUUID)

  const health = createHealth({
    ...{ warehouse, metadata, clock, onError: problem('count identity by days') },
    zone: settings.zone,
    fallPoints: settings.identityFallPoints,
  })

  const calibrating = { ...defining, settings: settings.segmentation, inTurn: oneAtATime() }
  const calibrations = createCalibrationKeeper({
    ...calibrating,
    timesSeen: (event) =>
      peers.catalogue.report().events.find(({ name }) => name === event)?.count ?? 0,
    onError: problem('learn thresholds'),
  })

  const readers = createChangeListeners()
  const status = createStatus()
  const refreshing: RefreshingDeps = {
    ...{ resolver, clock, promoted: promotion.promoted, pause: options.pause ?? 100 },
    ...(options.mostAtOnce !== undefined && { mostAtOnce: options.mostAtOnce }),
    queued: () => ingest.queued(),
    zone: settings.zone,
    measured: (log) => measured(log, clock, onMeasured),
    library: async () => {
      // What is to be computed anew may have to be because another process has changed the zone a moment ago.
      if (areShared) await settings.reload()
      const library = await readLibrary(metadata)
      return { live: liveOf(library), meanings: meaningsOf(library) }
    },
    onTick: (tick: Tick & { readonly tookMs: number }) => {
      status.ticked(tick)
      onMeasured({ kind: 'ticked', tookMs: tick.tookMs, touched: tick.touched })
      if (tick.changes > 0) readers.tell()
      health.keeper.look()
      calibrations.look()
    },
    onError: (error, doing) => {
      status.failed(doing, error)
      problem(doing)(error)
    },
  }
  const peers = areShared
    ? await joinPeers({
        ...{ warehouse, metadata, refreshing, seen, onProblem: problem },
        onSettings: settings.reload,
        onLibrary: promotion.reload,
        onChanges: readers.tell,
        onTurnOver: status.passedOn,
      })
    : await alone({
        ...{ warehouse, metadata, refreshing, onProblem: problem },
        oldestReceivedAt: () => ingest.oldestReceivedAt(),
      })
  const touch = (profiles: readonly bigint[], kind: TouchKind, dueAt: number): void => {
    peers.touch(profiles.map((profile) => ({ profile, touch: { cause: { kind }, dueAt } })))
  }
  /** What others have to know of, should this process end half-way. */
  const during =
    <In extends readonly unknown[], Out>(call: (...input: In) => Promise<Out>) =>
    (...input: In): Promise<Out> =>
      peers.during(() => call(...input))

  const ingest = createIngest({
    seen,
    rejects,
    announce: peers.announce,
    identifierRules: settings.identifierRules,
    resolve: async (messages) => {
      const resolved = await inOrder(() => resolveMessages(resolver, messages))
      peers.expect(resolved)
      return resolved
    },
    record: peers.record,
    complete: peers.complete,
    onRecorded: (recorded: Recorded) => {
      status.recorded(recorded.messages.length, clock())
      peers.recorded(recorded)
    },
    clock,
    newId: randomUUID,
  })

  const reads = createReads({
    ...{ warehouse, metadata, resolver, clock, promoted: promotion.promoted },
    get zone() {
      return settings.zone()
    },
    catalogue: peers.catalogue,
    identifierRules: settings.identifierRules,
    watermark: peers.watermark,
    lastSeq: peers.lastSeq,
    recent: peers.recent,
  })
  const writing = createAudiences(defining)
  const audiences: Pick<AudiencesApi, 'check' | 'describe' | 'create'> = {
    check: writing.check,
    describe: writing.describe,
    create: (wanted, by) => reads.viewOf(writing.create(wanted, by)),
  }

  const decisions = createProfileDecisions({
    ...{ resolver, warehouse, metadata, inOrder, clock, newId: randomUUID },
    onDecided: touch,
  })
  const lists = createLists({
    ...{ metadata, warehouse, clock, areShared },
    identifierRules: settings.identifierRules,
    resolve: resolveListed({ resolver, warehouse, inOrder, clock, newId: randomUUID }),
    onChanged: (profiles, dueAt) => {
      touch(profiles, 'list', dueAt)
    },
  })

  const guard = guardStores({
    ...{ warehouse, metadata, clock },
    locations: [options.warehouse, options.metadata],
    limits: options.readiness,
    take: ingest.take,
    watermark: peers.watermark,
    failures: status.failures,
  })
  const backups = backupsOf({ ...options, stores: { warehouse, metadata }, clock })

  await peers.begin()
  void seen.load()
  const imports = await importsOf({
    ...{ metadata, folder: options.importFolder, areShared, clock, newId: randomUUID },
    take: guard.take,
    identifierRules: settings.identifierRules,
    onProblem: problem('import'),
  })

  return {
    ingest: {
      take: guard.take,
      rejects: rejects.page,
      replay: createReplay(rejects, ingest.take),
    },
    audiences: {
      ...reads.audiences,
      ...audiences,
      versions: writing.versions,
      edit: (id, changes, by) => reads.viewOf(writing.edit(id, changes, by)),
      archive: (id, by) => reads.viewOf(writing.archive(id, by)),
    },
    profiles: {
      ...reads.profiles,
      unmerge: during(decisions.unmerge),
      merge: during(decisions.merge),
      leaveAccount: during(decisions.leaveAccount),
    },
    lists: { ...lists, put: during(lists.put) },
    changes: { page: reads.changes, onRecorded: readers.onRecorded },
    catalogue: async () => ({
      ...peers.catalogue.report(promotion.promoted),
      identifierKinds: await reads.identifierKinds(),
    }),
    keys: createKeyring({ metadata, clock, randomBytes }),
    access: createAccess({
      ...{ metadata, clock, randomBytes, passwords: createPasswords() },
      limits: options.sessions ?? usualSessionLimits,
    }),
    settings: {
      get: () => Promise.resolve(settings.json()),
      change: async (changes, by) => {
        const outcome = await settings.change(changes, { at: clock(), by })
        if (!outcome.ok) return outcome
        await promotion.promote(orderPaths(settings.commerce()))
        await writing.reconsider()
        calibrations.soon()
        return done(settings.json())
      },
    },
    readiness: guard.readiness,
    diskFree: guard.diskFree,
    status: async () =>
      status.report({
        problems: (await guard.readiness()).map(({ message }) => message),
        ...(await reads.counts()),
        ...(await health.glance()),
        queued: ingest.queued(),
        latency: await reads.latency(),
        watermark: peers.watermark(),
        refreshing: peers.where(),
        now: clock(),
      }),
    pulse: (range) => pulse(warehouse, range),
    health: { identity: health.identity },
    settle: peers.settle,
    backup: backups.make,
    imports,
    analyses: createAnalyses(looking),
    templates: createTemplates({ ...looking, audiences }),
    traits: createTraits(defining),
    segmentation: createSegmentation({ ...calibrating, createAudience: audiences.create }),
    close: async () => {
      await backups.close()
      await imports.close()
      guard.close()
      seen.close()
      await ingest.close()
      await peers.close()
      await health.keeper.close()
      await calibrations.close()
      await metadata.close()
      await warehouse.close()
    },
  }
}
