import { randomBytes, randomUUID } from 'node:crypto'
import {
  compileIdentifierRules,
  defaultIdentityLimits,
  readMessage,
  type IdentifierRules,
} from '@muster/core'
import { usualSessionLimits, type SessionLimits } from './access/context.ts'
import { createAccess } from './access/createAccess.ts'
import { createPasswords } from './access/passwords.ts'
import { createAnalyses } from './analyse/createAnalyses.ts'
import { backupsOf } from './backup/backupsOf.ts'
import type { Engine } from './engine.ts'
import type { AudiencesApi } from './library/audiencesApi.ts'
import { createHealth } from './health/createHealth.ts'
import { importLimits } from './import/importLimits.ts'
import { createImporter } from './import/createImporter.ts'
import { createIngest } from './ingest/createIngest.ts'
import { createReplay } from './ingest/replay.ts'
import { createRejectStore } from './ingest/rejectStore.ts'
import { createSeenMessages } from './ingest/seenMessages.ts'
import { createAudiences } from './library/audiences.ts'
import { liveOf, meaningsOf, readLibrary } from './library/library.ts'
import { createLists, listingOf } from './lists/lists.ts'
import type { MetadataLocation } from './metadata/openMetadata.ts'
import { alone } from './peers/alone.ts'
import { joinPeers } from './peers/joinPeers.ts'
import { openStores } from './peers/openStores.ts'
import { placeOf } from './peers/placeOf.ts'
import { createKeyring } from './workspace/keyring.ts'
import { createProfileDecisions } from './resolve/profileDecisions.ts'
import { createReads } from './read/createReads.ts'
import { pulse } from './read/pulse.ts'
import { openPromotion } from './record/promotion.ts'
import { recordAssignments, resolveMessages, type Recorded } from './record/record.ts'
import type { RefreshingDeps } from './refresh/beginRefresh.ts'
import { WATERMARKS } from './refresh/recover.ts'
import { steadyClock } from './refresh/steadyClock.ts'
import { readWatermark } from './metadata/work/watermarks.ts'
import type { Tick } from './refresh/tick.ts'
import { createResolver } from './resolve/createResolver.ts'
import { oneAtATime } from './resolve/oneAtATime.ts'
import { createSegmentation } from './segmentation/createSegmentation.ts'
import { createCalibrationKeeper } from './segmentation/keepCalibrated.ts'
import type { CalibrateDeps } from './segmentation/calibrate.ts'
import { recomputing } from './traits/recomputing.ts'
import { createTraits } from './traits/createTraits.ts'
import { createTemplates } from './template/createTemplates.ts'
import { createStatus } from './status/createStatus.ts'
import { guardDisk } from './status/diskGuard.ts'
import { measured, type Measure } from './status/measure.ts'
import { createReadiness, freeBytes, type ReadinessOptions } from './status/readiness.ts'
import type { WarehouseLocation } from './warehouse/openWarehouse.ts'
import {
  asJson,
  changeSettings,
  commerceOf,
  identifierSettingsOf,
  readSettings,
  segmentationOf,
  type WorkspaceSettings,
} from './workspace/workspaceSettings.ts'
import { done } from './metadata/outcome.ts'

export interface EngineOptions {
  readonly warehouse: WarehouseLocation
  readonly metadata: MetadataLocation
  /** A folder on this machine for what imports keep beside the stores: checkpoints, and what they could not take. */
  readonly importFolder: string
  /** Milliseconds since 1970 UTC; the system's clock by default. */
  readonly clock?: () => number
  /** Milliseconds between two ticks; 100 by default. */
  readonly pause?: number
  /** When the engine says that it is not ready: a minute behind, and no room on the disk, when left out. */
  readonly readiness?: ReadinessOptions
  /** How long somebody stays signed in: 30 days in all and 7 without a request, when left out. */
  readonly sessions?: SessionLimits
  /** Told of what happened, for metrics. */
  readonly onMeasured?: (measure: Measure) => void
  /** Told of what went wrong in the background and is tried again. */
  readonly onProblem?: (problem: { readonly doing: string; readonly error: unknown }) => void
}

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

  let settings: WorkspaceSettings = await readSettings(metadata.db)
  let identifierRules: IdentifierRules = compileIdentifierRules(identifierSettingsOf(settings))
  const useSettings = (now: WorkspaceSettings): void => {
    settings = now
    identifierRules = compileIdentifierRules(identifierSettingsOf(now))
  }
  const readSettingsAgain = async (): Promise<void> => {
    useSettings(await readSettings(metadata.db))
  }
  const resolver = createResolver({
    metadata,
    settings: {
      get limits() {
        return { ...defaultIdentityLimits, ...settings.identifierLimits }
      },
    },
    clock,
  })
  /** Whoever changes identities holds this until the warehouse has them too, so that a version is only said to stand there when all up to it do. */
  const inOrder = oneAtATime()
  const promotion = await openPromotion(warehouse, problem('promote'))
  const context = {
    warehouse,
    promoted: promotion.promoted,
    get zone() {
      return settings.zone
    },
  }

  const onMeasured = options.onMeasured ?? (() => undefined)
  const seen = createSeenMessages(warehouse)
  const rejects = createRejectStore(warehouse, randomUUID)

  const health = createHealth({
    ...{ warehouse, metadata, clock, onError: problem('count identity by days') },
    zone: () => settings.zone,
    fallPoints: () => settings.identityFallPoints,
  })

  const calibrating: CalibrateDeps = {
    ...{ warehouse, metadata, clock, promoted: promotion.promoted, promote: promotion.promote },
    inTurn: oneAtATime(),
    zone: () => settings.zone,
    settings: () => segmentationOf(settings),
    commerce: () => commerceOf(settings),
    catalogue: () => catalogue.forCheck(),
    onChanged: () => {
      peers.reload()
    },
  }
  const calibrations = createCalibrationKeeper({
    ...calibrating,
    timesSeen: (event) => catalogue.report().events.find(({ name }) => name === event)?.count ?? 0,
    onError: problem('learn thresholds'),
  })

  const tickListeners = new Set<() => void>()
  const status = createStatus()
  const tellReaders = (): void => {
    for (const listener of tickListeners) listener()
  }
  const refreshing: RefreshingDeps = {
    ...{ resolver, clock, promoted: promotion.promoted, pause: options.pause ?? 100 },
    zone: () => settings.zone,
    measured: (log) => measured(log, clock, onMeasured),
    library: async () => {
      // What is to be computed anew may have to be because another process has changed the zone a moment ago.
      if (areShared) await readSettingsAgain()
      const library = await readLibrary(metadata)
      return { live: liveOf(library), meanings: meaningsOf(library) }
    },
    onTick: (tick: Tick & { readonly tookMs: number }) => {
      status.ticked(tick)
      onMeasured({ kind: 'ticked', tookMs: tick.tookMs, touched: tick.touched })
      if (tick.changes > 0) tellReaders()
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
        onSettings: readSettingsAgain,
        onLibrary: promotion.reload,
        onChanges: tellReaders,
        onTurnOver: status.passedOn,
      })
    : await alone({
        ...{ warehouse, metadata, refreshing, onProblem: problem },
        oldestReceivedAt: () => ingest.oldestReceivedAt(),
      })
  const { catalogue } = peers
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
    identifierRules: () => identifierRules,
    resolve: (messages) => inOrder(() => resolveMessages(resolver, messages)),
    record: peers.record,
    onRecorded: (recorded: Recorded) => {
      status.recorded(recorded.messages.length, clock())
      peers.recorded(recorded)
    },
    clock,
    newId: randomUUID,
  })

  const reads = createReads({
    ...context,
    get zone() {
      return settings.zone
    },
    metadata,
    resolver,
    catalogue,
    clock,
    identifierRules: () => identifierRules,
    watermark: peers.watermark,
    lastSeq: peers.lastSeq,
    recent: peers.recent,
  })
  const writing = createAudiences({
    metadata,
    clock,
    catalogue: () => catalogue.forCheck(),
    onChanged: peers.reload,
    promote: promotion.promote,
  })

  const decisions = createProfileDecisions({
    ...{ resolver, warehouse, metadata, inOrder, clock, newId: randomUUID },
    onDecided: touch,
  })
  const lists = createLists({
    ...{ metadata, warehouse, clock, areShared },
    identifierRules: () => identifierRules,
    resolve: async (identifiers) => {
      const at = clock()
      const messages = identifiers.map((identifier) =>
        listingOf(identifier, at, `list-${randomUUID()}`),
      )
      return inOrder(async () => {
        const resolved = await resolver.resolveBatch(messages)
        await recordAssignments(warehouse, resolved.assignments)
        return resolved.messages
      })
    },
    onChanged: (profiles, dueAt) => {
      touch(profiles, 'list', dueAt)
    },
  })

  const limits = options.readiness ?? { maxBehindMs: 60_000, minFreeBytes: 0 }
  const folders = [options.warehouse, options.metadata].flatMap((location) =>
    'folder' in location ? [location.folder] : [],
  )
  const guard = guardDisk(ingest.take, folders, limits.minFreeBytes)
  const readiness = createReadiness({
    ...limits,
    ...{ warehouse, metadata, folders, clock },
    failures: status.failures,
    watermark: async () => {
      const stored = await readWatermark(metadata.db, WATERMARKS.refreshed)
      const reached = Math.max(peers.watermark() ?? 0, Number(stored ?? 0n))
      return reached === 0 ? undefined : reached
    },
  })
  const backups = backupsOf({ ...options, stores: { warehouse, metadata }, clock })

  await peers.begin()
  void seen.load().catch(problem('load the ids of messages'))
  const audiences: Pick<AudiencesApi, 'check' | 'describe' | 'create'> = {
    check: writing.check,
    describe: writing.describe,
    create: (wanted, by) => reads.viewOf(writing.create(wanted, by)),
  }
  const analyses = createAnalyses({
    ...{ warehouse, metadata, clock, newId: randomUUID, promoted: promotion.promoted },
    catalogue: () => catalogue.forCheck(),
    zone: () => settings.zone,
    commerce: () => commerceOf(settings),
  })
  const traits = createTraits({
    ...{ warehouse, metadata, clock, newId: randomUUID, promoted: promotion.promoted },
    catalogue: () => catalogue.forCheck(),
    zone: () => settings.zone,
    onChanged: peers.reload,
    promote: promotion.promote,
  })
  const segmentation = createSegmentation({
    ...{ ...calibrating, newId: randomUUID },
    createAudience: audiences.create,
  })
  const templates = createTemplates({
    audiences,
    catalogue: () => catalogue.forCheck(),
    commerce: () => commerceOf(settings),
  })

  const imports = createImporter({
    take: (call) => guard.take({ ...call, limits: importLimits }),
    check: (message, byteLength) => {
      const read = readMessage(message, {
        receivedAt: clock(),
        newMessageId: randomUUID(),
        byteLength,
        identifierRules,
        limits: importLimits,
      })
      return read.ok ? undefined : read.rejection
    },
    metadata,
    folder: options.importFolder,
    ...(areShared && { place: await placeOf(options.importFolder) }),
    clock,
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
    changes: {
      page: reads.changes,
      onRecorded: (listener) => {
        tickListeners.add(listener)
        return () => tickListeners.delete(listener)
      },
    },
    catalogue: async () => ({
      ...catalogue.report(promotion.promoted),
      identifierKinds: await reads.identifierKinds(),
    }),
    keys: createKeyring({ metadata, clock, randomBytes }),
    access: createAccess({
      ...{ metadata, clock, randomBytes, passwords: createPasswords() },
      limits: options.sessions ?? usualSessionLimits,
    }),
    settings: {
      get: () => Promise.resolve(asJson(settings)),
      change: async (changes, by) => {
        const outcome = await changeSettings(metadata, changes, { at: clock(), by, recomputing })
        if (!outcome.ok) return outcome
        useSettings(outcome.value)
        await writing.reconsider()
        calibrations.soon()
        return done(asJson(settings))
      },
    },
    readiness,
    diskFree: () => freeBytes(folders),
    status: async () =>
      status.report({
        problems: (await readiness()).map(({ message }) => message),
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
    analyses,
    templates,
    traits,
    segmentation,
    close: async () => {
      await backups.close()
      await imports.close()
      guard.close()
      await ingest.close()
      await peers.close()
      await health.keeper.close()
      await calibrations.close()
      await metadata.close()
      await warehouse.close()
    },
  }
}
