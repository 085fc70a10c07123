import type { IngestApi } from '../ingest/ingestApi.ts'
import { freeBytes } from './readiness.ts'

/** How often the disk is looked at, in milliseconds. It fills by some hundred megabytes meanwhile at the most. */
const EVERY = 1_000
const RETRY_AFTER_SECONDS = 30

export interface DiskGuard {
  /** Takes messages only while there is room for what follows from them. */
  readonly take: IngestApi['take']
  readonly close: () => void
}

/**
 * Keeps ingest from filling the disk to its last byte: merges, and the end of what is under way, need room to make room. Senders are asked
 * to come back, so nothing is lost.
 */
export function guardDisk(
  take: IngestApi['take'],
  folders: readonly string[],
  minFreeBytes: number,
): DiskGuard {
  let isFull = false
  const look = async (): Promise<void> => {
    isFull = ((await freeBytes(folders)) ?? Infinity) < minFreeBytes
  }
  // A folder that can't be looked at is no reason to refuse: the insert will say what is wrong.
  const looking = setInterval(() => void look().catch(() => undefined), EVERY)
  looking.unref()
  void look().catch(() => undefined)
  return {
    take: (call) =>
      isFull
        ? Promise.resolve({
            kind: 'busy',
            retryAfterSeconds: RETRY_AFTER_SECONDS,
            because: 'disk_nearly_full',
          })
        : take(call),
    close: () => {
      clearInterval(looking)
    },
  }
}
