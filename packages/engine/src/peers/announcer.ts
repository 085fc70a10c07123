import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '@muster/core'
import type { Announce, Announcement } from '../ingest/announce.ts'
import type { SeenMessages } from '../ingest/seenMessages.ts'
import type { Metadata } from '../metadata/metadata.ts'
import {
  announceIntent,
  endIntent,
  intentsUnderWay,
  intentStands,
  postTouched,
} from '../metadata/work/intents.ts'
import type { Presence } from './presence.ts'
import { touchedBy } from '../refresh/touched.ts'
import { TryLater } from '../status/tryLater.ts'
import { touchedToJson } from './touchedJson.ts'

export interface AnnouncerDeps {
  readonly metadata: Metadata
  readonly presence: Presence
  readonly seen: SeenMessages
  readonly onProblem: (error: unknown) => void
}

export interface Announcer {
  readonly announce: Announce
  /** Says of an intent of this process that nobody knows how much of it stands, whenever the store is back. */
  readonly tellOfFailure: (process: string, id: bigint) => void
  /** Reads what others have announced, so that this process is never so far behind that it has to read all ids again. */
  readonly keepUp: () => Promise<void>
}

/** How often to ask how the batch of another process went, and how long at the most. Milliseconds. */
const ASK_EVERY = 50
const PATIENCE = 15_000

/**
 * Lets no message be recorded twice by processes that don't see each other's filters. Each announces the ids of a batch before it looks for
 * duplicates, one process after the other, and reads there what the others have announced since: those ids enter the filter too, so what is new
 * to it is new to all.
 */
export function createAnnouncer({ metadata, presence, seen, onProblem }: AnnouncerDeps): Announcer {
  const { db } = metadata
  /** Everything announced up to here is in the filter. */
  let readUpTo: bigint | undefined
  /** Batches of others whose outcome is open. */
  let underWay = new Map<bigint, readonly string[]>()

  const announceIds = async (
    messageIds: readonly string[],
    receivedAt: number,
  ): Promise<{ readonly process: string; readonly id: bigint }> => {
    const process = presence.name()
    const intent = { process, messageIds, receivedAt }
    const told = await announceIntent(metadata, intent, readUpTo ?? 0n)
    if (readUpTo !== undefined && readUpTo < told.pruned) void seen.load()
    readUpTo = told.id
    for (const { id, messageIds } of told.news) {
      seen.add(messageIds)
      underWay.set(id, messageIds)
    }
    underWay = new Map([...underWay].filter(([id]) => told.underWay.has(id)))
    return { process, id: told.id }
  }

  const othersStand = async (
    ids: ReadonlySet<string>,
    blocking: readonly bigint[],
  ): Promise<void> => {
    for (let waited = 0; (await intentsUnderWay(db, blocking)).length > 0; waited += ASK_EVERY) {
      if (waited >= PATIENCE)
        throw new TryLater(
          'another process is recording some of these messages, and does not end. Send them again.',
        )
      await sleep(ASK_EVERY)
    }
    const known = await seen.known([...ids])
    if ([...ids].some((id) => !known.has(id)))
      throw new TryLater(
        'another process could not record some of these messages. Send them again.',
      )
  }

  /** While this process lives nobody else looks after what it has begun. */
  const keepTelling = async (process: string, id: bigint): Promise<void> => {
    while (presence.isStill(process)) {
      try {
        await endIntent(db, id, 'failed')
        return
      } catch (error) {
        onProblem(error)
        await sleep(1_000)
      }
    }
  }
  const tellOfFailure = (process: string, id: bigint): void => {
    void keepTelling(process, id)
  }

  return {
    tellOfFailure,
    announce: async (messages: readonly Message[]): Promise<Announcement> => {
      const ids = messages.map(({ messageId }) => messageId)
      const receivedAt = messages.reduce((first, one) => Math.min(first, one.receivedAt), Infinity)
      const { process, id } = await announceIds(ids, receivedAt)
      const mine = new Set(ids)
      const elsewhere = new Set([...underWay.values()].flat().filter((other) => mine.has(other)))
      const blocking = [...underWay.keys()]
      return {
        elsewhere,
        check: () => {
          if (!presence.isStill(process))
            throw new TryLater(
              'this process was stopped for too long, and others may have taken over. Send the messages again.',
            )
        },
        stands: async (recorded) => {
          const json = touchedToJson(touchedBy(recorded, receivedAt))
          if (await intentStands(db, id, json)) return
          // Others held this process for dead while its rows were on their way: what they looked at may have been too early.
          onProblem(new Error('a batch was recorded after its process had been held for dead'))
          await postTouched(db, presence.name(), receivedAt, json)
        },
        nothingNew: () => endIntent(db, id, 'done'),
        failed: () => {
          tellOfFailure(process, id)
        },
        othersStand: () =>
          elsewhere.size === 0 ? Promise.resolve() : othersStand(elsewhere, blocking),
      }
    },
    keepUp: async () => {
      const { id } = await announceIds([], Number.MAX_SAFE_INTEGER)
      await endIntent(db, id, 'done')
    },
  }
}
