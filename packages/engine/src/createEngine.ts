import { randomBytes, randomUUID } from 'node:crypto'
import {
  compileIdentifierRules,
  defaultIdentityLimits,
  readMessage,
  type IdentifierRules,
} from '@muster/core'
import { backupsOf } from './backup/backupsOf.ts'
import { createCatalogue } from './catalogue/createCatalogue.ts'
import type { Engine } from './engine.ts'
import { importLimits } from './import/importLimits.ts'
import { createImporter } from './import/createImporter.ts'
import { createIngest } from './ingest/createIngest.ts'
import { createReplay } from './ingest/replay.ts'
import { createRejectStore } from './ingest/rejectStore.ts'
import { createSeenMessages } from './ingest/seenMessages.ts'
import { createAudiences } from './library/audiences.ts'
import { liveOf, readLibrary } from './library/library.ts'
import { createLists, listingOf } from './lists/lists.ts'
import { openMetadata, type MetadataLocation } from './metadata/openMetadata.ts'
import { createKeyring } from './workspace/keyring.ts'
import { createProfileDecisions } from './resolve/profileDecisions.ts'
import { createReads } from './read/createReads.ts'
import { openPromotion } from './record/promotion.ts'
import {
  recordAssignments,
  recordMessages,
  resolveMessages,
  type Recorded,
} from './record/record.ts'
import { openChangeLog } from './refresh/changeLog.ts'
import { evidenceIn } from './refresh/concern.ts'
import { createRefresher } from './refresh/createRefresher.ts'
import { recover, WATERMARKS } from './refresh/recover.ts'
import { steadyClock } from './refresh/steadyClock.ts'
import { readWatermark } from './metadata/work/watermarks.ts'
import type { Tick } from './refresh/tick.ts'
import { createResolver } from './resolve/createResolver.ts'
import { oneAtATime } from './resolve/oneAtATime.ts'
import { createStatus } from './status/createStatus.ts'
import { guardDisk } from './status/diskGuard.ts'
import { measured, type Measure } from './status/measure.ts'
import { createReadiness, freeBytes, type ReadinessOptions } from './status/readiness.ts'
import { openWarehouse, type WarehouseLocation } from './warehouse/openWarehouse.ts'
import {
  asJson,
  changeSettings,
  identifierSettingsOf,
  readSettings,
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
  /** Told of what happened, for metrics. */
  readonly onMeasured?: (measure: Measure) => void
  /** Told of what went wrong in the background and is tried again. */
  readonly onProblem?: (problem: { readonly doing: string; readonly error: unknown }) => void
}

/** How often counts for the catalogue go to the warehouse; a crash loses none, it only has more to count again. */
const FLUSH_EVERY = 5_000

/** Opens the stores, makes complete what a crash may have cut off, and starts to refresh. Rejects when a store can't be opened. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const problem = (doing: string) => (error: unknown) => options.onProblem?.({ doing, error })
  const warehouse = await openWarehouse(options.warehouse)
  const metadata = await openMetadata(options.metadata)
  const refreshed = await readWatermark(metadata.db, WATERMARKS.refreshed)
  const clock = steadyClock(options.clock ?? Date.now, Number(refreshed ?? 0n))

  let settings: WorkspaceSettings = await readSettings(metadata.db)
  let identifierRules: IdentifierRules = compileIdentifierRules(identifierSettingsOf(settings))
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

  const missed = await recover({ warehouse, metadata, resolver })
  const catalogue = createCatalogue({ warehouse })
  await catalogue.recover()
  const flushing = setInterval(
    () => void catalogue.flush().catch(problem('catalogue')),
    FLUSH_EVERY,
  )
  const onMeasured = options.onMeasured ?? (() => undefined)
  const changeLog = measured(await openChangeLog(warehouse, clock), clock, onMeasured)
  const seen = createSeenMessages(warehouse)
  const rejects = createRejectStore(warehouse, randomUUID)
  let assignments = await resolver.currentVersion()

  const tickListeners = new Set<() => void>()
  const status = createStatus()
  const refresher = createRefresher({
    ...context,
    get zone() {
      return settings.zone
    },
    metadata,
    changeLog,
    clock,
    pause: options.pause ?? 100,
    library: async () => {
      const library = await readLibrary(metadata)
      return { live: liveOf(library), definitions: library.definitions }
    },
    progressOfIngest: () => ({ oldestReceivedAt: ingest.oldestReceivedAt(), assignments }),
    onTick: (tick: Tick & { readonly tookMs: number }) => {
      status.ticked(tick)
      onMeasured({ kind: 'ticked', tookMs: tick.tookMs, touched: tick.touched })
      if (tick.changes > 0) for (const listener of tickListeners) listener()
    },
    onError: (error, doing) => {
      status.failed(doing, error)
      problem(doing)(error)
    },
  })

  const onRecorded = ({ messages, merges, assigned }: Recorded): void => {
    status.recorded(messages.length, clock())
    catalogue.note(messages.map(({ message }) => message))
    for (const { message, profile } of messages) {
      refresher.touch(profile, {
        cause: { kind: 'event', messageId: message.messageId },
        dueAt: message.receivedAt,
        // An identifier more may change anything that is asked of the profile.
        ...(assigned.has(profile) ? {} : evidenceIn(message)),
      })
    }
    const dueAt = messages[0]?.message.receivedAt ?? clock()
    for (const { survivor, absorbed } of merges) {
      for (const profile of [survivor, absorbed])
        refresher.touch(profile, { cause: { kind: 'merge' }, dueAt })
    }
  }
  /** True while an insert is under way, and after one that failed: some of it may stand. */
  let isDoubtful = false
  const mendRecord = async (): Promise<void> => {
    const missed = await recover({ warehouse, metadata, resolver })
    for (const [profile, touches] of missed)
      for (const touch of touches) refresher.touch(profile, touch)
  }
  const ingest = createIngest({
    seen,
    rejects,
    identifierRules: () => identifierRules,
    resolve: (messages) => inOrder(() => resolveMessages(resolver, messages)),
    record: async (resolved) => {
      if (isDoubtful) await mendRecord()
      isDoubtful = true
      const recorded = await recordMessages(warehouse, resolved)
      assignments = resolved.version
      isDoubtful = false
      return recorded
    },
    onRecorded,
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
    watermark: refresher.watermark,
    lastSeq: changeLog.lastSeq,
  })
  const writing = createAudiences({
    metadata,
    clock,
    catalogue: () => catalogue.forCheck(),
    onChanged: () => {
      refresher.reload()
    },
    promote: promotion.promote,
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
    clock,
    onProblem: problem('import'),
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
      const reached = Math.max(refresher.watermark() ?? 0, Number(stored ?? 0n))
      return reached === 0 ? undefined : reached
    },
  })
  const backups = backupsOf({ ...options, stores: { warehouse, metadata }, clock })

  void seen.load().catch(problem('load the ids of messages'))
  await refresher.start(missed)

  return {
    ingest: {
      take: guard.take,
      rejects: rejects.page,
      replay: createReplay(rejects, ingest.take),
    },
    audiences: {
      ...reads.audiences,
      check: writing.check,
      describe: writing.describe,
      versions: writing.versions,
      create: (wanted, by) => reads.viewOf(writing.create(wanted, by)),
      edit: (id, changes, by) => reads.viewOf(writing.edit(id, changes, by)),
      archive: (id, by) => reads.viewOf(writing.archive(id, by)),
    },
    profiles: {
      ...reads.profiles,
      ...createProfileDecisions({
        resolver,
        warehouse,
        metadata,
        inOrder,
        clock,
        newId: randomUUID,
        onDecided: (profiles, kind, dueAt) => {
          for (const profile of profiles) refresher.touch(profile, { cause: { kind }, dueAt })
        },
      }),
    },
    lists: createLists({
      metadata,
      warehouse,
      clock,
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
        for (const profile of profiles) refresher.touch(profile, { cause: { kind: 'list' }, dueAt })
      },
    }),
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
    settings: {
      get: () => Promise.resolve(asJson(settings)),
      change: async (changes, by) => {
        const outcome = await changeSettings(metadata, changes, { at: clock(), by })
        if (!outcome.ok) return outcome
        const movesMidnight = outcome.value.zone !== settings.zone
        settings = outcome.value
        identifierRules = compileIdentifierRules(identifierSettingsOf(settings))
        if (movesMidnight) await writing.reconsider()
        return done(asJson(settings))
      },
    },
    readiness,
    diskFree: () => freeBytes(folders),
    status: async () =>
      status.report({
        problems: (await readiness()).map(({ message }) => message),
        ...(await reads.counts()),
        queued: ingest.queued(),
        latency: await reads.latency(),
        watermark: refresher.watermark(),
        now: clock(),
      }),
    settle: refresher.settle,
    backup: backups.make,
    imports,
    close: async () => {
      await backups.close()
      await imports.close()
      guard.close()
      await ingest.close()
      await refresher.close()
      clearInterval(flushing)
      await catalogue.flush()
      await metadata.close()
      await warehouse.close()
    },
  }
}
