import type { IdentifierRules, Message } from '@muster/core'
import type { IngestCall, IngestOutcome } from './ingestApi.ts'
import type { Recorded, ResolvedMessages } from '../record/record.ts'
import type { RejectStore } from './rejectStore.ts'
import { toNobody, type Announce, type Announcement } from './announce.ts'
import { readCall, type ReadCall } from './readCall.ts'
import type { SeenMessages } from './seenMessages.ts'

export interface IngestDeps {
  readonly seen: SeenMessages
  readonly rejects: RejectStore
  readonly announce: Announce
  readonly identifierRules: () => IdentifierRules
  /** Finds the profiles of a batch's messages. Calls are in order and never overlap. */
  readonly resolve: (messages: readonly Message[]) => Promise<ResolvedMessages>
  /** Makes a resolved batch durable; the next one is resolved meanwhile. Calls are in order and never overlap. */
  readonly record: (resolved: ResolvedMessages) => Promise<Recorded>
  /** Makes complete what a batch that failed may have left half recorded. */
  readonly complete: () => Promise<void>
  /** Told of every recorded batch, in order. */
  readonly onRecorded: (recorded: Recorded) => void
  readonly clock: () => number
  readonly newId: () => string
}

export interface Ingest {
  readonly take: (call: IngestCall) => Promise<IngestOutcome>
  /** Messages that wait to become durable. */
  readonly queued: () => number
  /** When the oldest message that is not durable yet was received; undefined if none is. */
  readonly oldestReceivedAt: () => number | undefined
  /** Takes nothing more, and resolves when all that was taken is durable. */
  readonly close: () => Promise<void>
}

/**
 * So many messages become durable in one insert at the most, however many calls they came in. With the merges that it causes, an insert of
 * 10,000 rows takes less than half the processor time of ten with 1,000; beyond, little is gained, and memory and the wait of each call grow.
 */
const MAX_BATCH = 10_000
/**
 * With its merges an insert takes 40 ms of processor time however small it is, and what is read for refresh meanwhile 30 ms (docs/adr/0015). So
 * while several send at once, one begins so long after the one before at the earliest, unless enough for a good one waits. Milliseconds, and messages.
 */
const SPACING = 200
const ENOUGH = 8_000
/** More than this and senders are asked to come back: about two seconds' work, so that memory stays bounded. */
const MAX_QUEUED = 40_000
/** The same for messages that are large. Bytes of what was sent; what is made of them in memory is a few times as much. */
const MAX_QUEUED_BYTES = 100 * 1024 * 1024
const RETRY_AFTER_SECONDS = 1

interface Waiting extends Pick<ReadCall, 'messages' | 'rejects'> {
  readonly receivedAt: number
  readonly bytes: number
  readonly done: (duplicates: number) => void
  /** Nothing of the call was kept, for a reason that is not its own: it may come again. */
  readonly busy: () => void
  readonly failed: (error: unknown) => void
}

/**
 * Takes calls in order of arrival. While one batch becomes durable the next calls gather and are resolved, so that the cost of an insert
 * is shared by all who wait for it; where several send at once each waits for a moment, and a lone call waits for nobody.
 */
export function createIngest(deps: IngestDeps): Ingest {
  let waiting: Waiting[] = []
  let queued = 0
  let queuedBytes = 0
  let running: Promise<void> | undefined
  let isClosed = false
  let underWay: readonly Waiting[] = []
  let lastReceivedAt = 0
  let lastBegan = -Infinity

  const drain = async (): Promise<void> => {
    let before: Recording = { ids: new Set(), isDurable: Promise.resolve(true) }
    while (waiting.length > 0) {
      await company()
      const calls = nextBatch(waiting)
      waiting = waiting.slice(calls.length)
      underWay = [...underWay, ...calls]
      const batch = await prepare(calls, before.ids, deps)
      const isGood = await before.isDurable
      before = { ids: batch.ids, isDurable: isGood ? finish(batch) : giveUp(batch) }
      if (waiting.length === 0) await before.isDurable
    }
    running = undefined
  }

  const company = async (): Promise<void> => {
    const early = lastBegan + SPACING - performance.now()
    const messages = waiting.reduce((sum, call) => sum + sizeOf(call), 0)
    if (early > 0 && waiting.length > 1 && messages < ENOUGH && !isClosed)
      await new Promise((resolve) => setTimeout(resolve, early))
    lastBegan = performance.now()
  }

  const settle = (calls: readonly Waiting[]): void => {
    queued -= calls.reduce((sum, call) => sum + sizeOf(call), 0)
    queuedBytes -= calls.reduce((sum, call) => sum + call.bytes, 0)
    underWay = underWay.slice(calls.length)
  }
  const finish = async (batch: Batch): Promise<boolean> => {
    const isDurable = await recordBatch(batch, deps)
    settle(batch.calls)
    return isDurable
  }
  /** What a batch took for a duplicate may be in the one before it, which failed: so this one is not acknowledged either. */
  const giveUp = (batch: Batch): Promise<boolean> => {
    for (const call of batch.calls) call.busy()
    batch.announcement.failed()
    settle(batch.calls)
    return Promise.resolve(false)
  }

  const enqueue = (call: Omit<Waiting, 'done' | 'busy' | 'failed'>): Promise<number | 'busy'> =>
    new Promise((done, failed) => {
      const busy = (): void => {
        done('busy')
      }
      waiting.push({ ...call, done, busy, failed })
      queued += sizeOf(call)
      queuedBytes += call.bytes
      running ??= drain()
    })

  return {
    take: async (call) => {
      const busy = { kind: 'busy', retryAfterSeconds: RETRY_AFTER_SECONDS } as const
      if (isClosed || queued > MAX_QUEUED || queuedBytes > MAX_QUEUED_BYTES) return busy
      // Never back, even when the clock is set back: what has been counted up to an instant stays counted.
      lastReceivedAt = Math.max(lastReceivedAt, deps.clock())
      const receivedAt = lastReceivedAt
      const { messages, rejected, rejects } = readCall(call, receivedAt, deps)
      // In the order of receipt: nothing is waited for between the stamp and the queue.
      const bytes = call.byteLengths.reduce((sum, length) => sum + length, 0)
      const duplicates = await enqueue({ messages, rejects, receivedAt, bytes })
      if (duplicates === 'busy') return busy
      return { kind: 'taken', accepted: messages.length - duplicates, duplicates, rejected }
    },
    queued: () => queued,
    oldestReceivedAt: () => (underWay[0] ?? waiting[0])?.receivedAt,
    close: async () => {
      isClosed = true
      await running
    },
  }
}

/** The batch that is becoming durable; its ids are duplicates for the one behind it. */
interface Recording {
  readonly ids: ReadonlySet<string>
  readonly isDurable: Promise<boolean>
}

/** Calls whose new messages are resolved. */
interface Batch {
  readonly calls: readonly Waiting[]
  readonly duplicates: readonly number[]
  readonly ids: ReadonlySet<string>
  readonly announcement: Announcement
  /** What could not be prepared fails when its turn has come. */
  readonly resolved: ResolvedMessages | undefined | { readonly error: unknown }
}

async function prepare(
  calls: readonly Waiting[],
  recording: ReadonlySet<string>,
  deps: IngestDeps,
): Promise<Batch> {
  const ids = new Set<string>()
  let announcement = toNobody
  try {
    const all = calls.flatMap((call) => call.messages)
    if (all.length > 0) announcement = await deps.announce(all)
    const { elsewhere } = announcement
    const asked = all.map(({ messageId }) => messageId).filter((id) => !elsewhere.has(id))
    const known = await deps.seen.known(asked)
    const isKnown = (id: string): boolean => known.has(id) || recording.has(id) || elsewhere.has(id)
    const isNew = ({ messageId }: Message): boolean => {
      if (isKnown(messageId) || ids.has(messageId)) return false
      ids.add(messageId)
      return true
    }
    const fresh = calls.map((call) => call.messages.filter(isNew))
    const duplicates = calls.map((call, i) => call.messages.length - (fresh[i]?.length ?? 0))
    const messages = fresh.flat()
    // Before they are recorded: should that fail half-way, a repetition is looked up and not believed to be new.
    deps.seen.add([...ids])
    return {
      calls,
      duplicates,
      ids,
      announcement,
      resolved: messages.length === 0 ? undefined : await deps.resolve(messages),
    }
  } catch (error) {
    return { calls, duplicates: [], ids, announcement, resolved: { error } }
  }
}

async function recordBatch(
  { calls, duplicates, announcement, resolved }: Batch,
  deps: IngestDeps,
): Promise<boolean> {
  const fail = (error: unknown): void => {
    for (const call of calls) call.failed(error)
  }
  try {
    if (resolved !== undefined && 'error' in resolved) throw resolved.error
    const rejects = calls.flatMap((call) => call.rejects)
    if (rejects.length > 0) await deps.rejects.keep(rejects)
    if (resolved === undefined) {
      // All of it may stand because of a batch that failed.
      await deps.complete()
      await announcement.nothingNew()
    } else {
      announcement.check()
      const recorded = await deps.record(resolved)
      await announcement.stands(recorded)
      deps.onRecorded(recorded)
    }
  } catch (error) {
    announcement.failed()
    fail(error)
    return false
  }
  // The next batch does not wait for what another process does.
  void announcement.othersStand().then(() => {
    calls.forEach((call, i) => {
      call.done(duplicates[i] ?? 0)
    })
  }, fail)
  return true
}

function nextBatch(waiting: readonly Waiting[]): readonly Waiting[] {
  let size = 0
  const end = waiting.findIndex((call, i) => {
    size += sizeOf(call)
    return i > 0 && size > MAX_BATCH
  })
  return end === -1 ? waiting : waiting.slice(0, end)
}

const sizeOf = ({ messages, rejects }: Pick<Waiting, 'messages' | 'rejects'>): number =>
  messages.length + rejects.length
