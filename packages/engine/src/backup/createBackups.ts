import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable, pipeline } from 'node:stream'
import { createGzip } from 'node:zlib'
import { BackupError, FORMAT } from './manifest.ts'
import { pack } from './pack.ts'
import { takeSnapshot, type Folders } from './snapshot.ts'
import { writeTar } from './tar.ts'

export interface Backup {
  /** When the stores were held still, in milliseconds since 1970 UTC. */
  readonly madeAt: number
  /** For how long, in milliseconds: nothing was recorded meanwhile. */
  readonly heldMs: number
  /** The archive: a tar, compressed with gzip. To be read or destroyed: until then the snapshot stays on the disk. */
  readonly content: Readable
}

export interface Backups {
  /** One at a time. Throws a {@link BackupError}. */
  readonly make: () => Promise<Backup>
  /** Ends what is under way and removes what it left. */
  readonly close: () => Promise<void>
}

export interface BackupsDeps {
  readonly folders: Folders
  /** Runs work while nobody writes to either store. */
  readonly whileStill: (work: () => Promise<void>) => Promise<void>
  readonly clock: () => number
}

/**
 * Backups of the embedded stores. Both are held still for the moment in which their files get second names, so the archive is what a crash
 * at that one instant would have left, and opening it is a start after a crash. It is packed while everything goes on.
 */
export function createBackups({ folders, whileStill, clock }: BackupsDeps): Backups {
  const snapshot = join(dirname(folders.warehouse), '.backup')
  const forget = () => rm(snapshot, { recursive: true, force: true })
  let underWay: { readonly ended: Promise<void>; readonly stop: () => void } | undefined

  const make = async (ended: () => void, onContent: (content: Readable) => void) => {
    try {
      let [madeAt, heldMs] = [0, 0]
      await whileStill(async () => {
        const began = performance.now()
        madeAt = clock()
        await takeSnapshot(folders, snapshot)
        heldMs = performance.now() - began
      })
      const archive = writeTar(
        pack(snapshot, {
          kind: 'muster-backup',
          format: FORMAT,
          madeAt: new Date(madeAt).toISOString(),
        }),
      )
      const content = createGzip({ level: 1 })
      pipeline(Readable.from(archive, { objectMode: false }), content, () => {
        void forget().then(ended, ended)
      })
      onContent(content)
      return { madeAt, heldMs, content }
    } catch (error) {
      await forget()
      ended()
      throw error
    }
  }

  return {
    make: () => {
      if (underWay !== undefined) {
        const message = 'Another backup is being made. Wait until it has ended.'
        return Promise.reject(new BackupError('backup_under_way', message))
      }
      let content: Readable | undefined
      let end: () => void = () => undefined
      const ended = new Promise<void>((resolve) => {
        end = () => {
          underWay = undefined
          resolve()
        }
      })
      underWay = { ended, stop: () => content?.destroy() }
      return make(end, (made) => (content = made))
    },
    close: async () => {
      underWay?.stop()
      await underWay?.ended
    },
  }
}
