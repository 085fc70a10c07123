import { readMessage, type IdentifierRules, type Json, type Message } from '@muster/core'
import type { IngestCall, IngestOutcome, RejectedMessage } from '../engine.ts'
import type { Recorded } from '../record/record.ts'
import type { RejectStore } from './rejectStore.ts'
import type { SeenMessages } from './seenMessages.ts'

export interface IngestDeps {
  readonly seen: SeenMessages
  readonly rejects: RejectStore
  readonly identifierRules: () => IdentifierRules
  /** Makes a batch durable. */
  readonly record: (messages: readonly Message[]) => Promise<Recorded>
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

/** So many messages become durable in one insert at the most, however many calls they came in. */
const MAX_BATCH = 5_000
/** More than this and senders are asked to come back: about a second's work, so that memory stays bounded. */
const MAX_QUEUED = 40_000
const RETRY_AFTER_SECONDS = 1

interface Waiting {
  readonly messages: readonly Message[]
  readonly receivedAt: number
  readonly done: (duplicates: number) => void
  readonly failed: (error: unknown) => void
}

/**
 * Takes calls in order of arrival. While one batch becomes durable the next calls gather, so that the cost of an insert is shared by all
 * who wait for it, and a lone call waits for nobody.
 */
export function createIngest(deps: IngestDeps): Ingest {
  let waiting: Waiting[] = []
  let queued = 0
  let running: Promise<void> | undefined
  let isClosed = false
  let underWay: readonly Waiting[] = []
  let lastReceivedAt = 0

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      underWay = nextBatch(waiting)
      waiting = waiting.slice(underWay.length)
      await recordCalls(underWay, deps)
      queued -= underWay.reduce((sum, call) => sum + call.messages.length, 0)
      underWay = []
    }
    running = undefined
  }

  const enqueue = (messages: readonly Message[], receivedAt: number): Promise<number> =>
    new Promise((done, failed) => {
      waiting.push({ messages, receivedAt, done, failed })
      queued += messages.length
      running ??= drain()
    })

  return {
    take: async (call) => {
      if (
        isClosed ||
        queued + call.messages.length > MAX_QUEUED + MAX_BATCH ||
        queued > MAX_QUEUED
      ) {
        return { kind: 'busy', retryAfterSeconds: RETRY_AFTER_SECONDS }
      }
      // Never back, even when the clock is set back: what has been counted up to an instant stays counted.
      lastReceivedAt = Math.max(lastReceivedAt, deps.clock())
      const { accepted, rejected } = readCall(call, lastReceivedAt, deps)
      const kept = await deps.rejects.keep(rejected, call.source, lastReceivedAt)
      const duplicates = accepted.length === 0 ? 0 : await enqueue(accepted, lastReceivedAt)
      return { kind: 'taken', accepted: accepted.length - duplicates, duplicates, rejected: kept }
    },
    queued: () => queued,
    oldestReceivedAt: () => (underWay[0] ?? waiting[0])?.receivedAt,
    close: async () => {
      isClosed = true
      await running
    },
  }
}

function nextBatch(waiting: readonly Waiting[]): readonly Waiting[] {
  let size = 0
  const end = waiting.findIndex((call, i) => {
    size += call.messages.length
    return i > 0 && size > MAX_BATCH
  })
  return end === -1 ? waiting : waiting.slice(0, end)
}

async function recordCalls(calls: readonly Waiting[], deps: IngestDeps): Promise<void> {
  try {
    const all = calls.flatMap((call) => call.messages)
    const known = await deps.seen.known(all.map((message) => message.messageId))
    const taken = new Set<string>()
    const isNew = (message: Message): boolean => {
      if (known.has(message.messageId) || taken.has(message.messageId)) return false
      taken.add(message.messageId)
      return true
    }
    const fresh = calls.map((call) => call.messages.filter(isNew))
    const messages = fresh.flat()
    if (messages.length > 0) {
      // Before they are recorded: should that fail half-way, a repetition is looked up and not believed to be new.
      deps.seen.add([...taken])
      const recorded = await deps.record(messages)
      deps.onRecorded(recorded)
    }
    calls.forEach((call, i) => {
      call.done(call.messages.length - (fresh[i]?.length ?? 0))
    })
  } catch (error) {
    for (const call of calls) call.failed(error)
  }
}

interface ReadCall {
  readonly accepted: readonly Message[]
  readonly rejected: readonly (Omit<RejectedMessage, 'rejectId'> & { readonly body: Json })[]
}

function readCall(
  call: IngestCall,
  receivedAt: number,
  { identifierRules, newId }: IngestDeps,
): ReadCall {
  const rules = identifierRules()
  const accepted: Message[] = []
  const rejected: ReadCall['rejected'][number][] = []
  call.messages.forEach((raw, index) => {
    const read = readMessage(raw, {
      ...(call.kind === undefined ? {} : { kind: call.kind }),
      ...(call.sentAt === undefined ? {} : { sentAt: call.sentAt }),
      receivedAt,
      newMessageId: newId(),
      byteLength: call.byteLengths[index] ?? 0,
      identifierRules: rules,
    })
    if (read.ok) accepted.push(read.message)
    else rejected.push({ index, ...read.rejection, body: raw })
  })
  return { accepted, rejected }
}
