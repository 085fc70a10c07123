import { randomUUID } from 'node:crypto'
import type { Db } from '../metadata/metadata.ts'
import { presenceOf } from '../metadata/work/intents.ts'
import { TryLater } from '../status/tryLater.ts'
import { holdLease, type LeaseTimes } from './holdLease.ts'

/** This process among those that share the stores. */
export interface Presence {
  /** By which others know it now. Throws while it has no lease: then they may hold it for dead, and it must record nothing. */
  readonly name: () => string
  /** Whether a name is still this process's. One that was lost never comes back. */
  readonly isStill: (name: string) => boolean
  readonly close: () => Promise<void>
}

/** Announces this process. A process whose lease ran out is another one from then on, since others have taken over what the first had begun. */
export async function announcePresence(
  db: Db,
  times: LeaseTimes,
  onProblem: (error: unknown) => void,
): Promise<Presence> {
  let name: string = randomUUID()
  const keeper = await holdLease(db, {
    name: () => presenceOf(name),
    holder: 'itself',
    times,
    gained: () => Promise.resolve(),
    lost: () => {
      name = randomUUID()
    },
    onProblem,
  })
  const isPresent = (): boolean => keeper.holding()?.isHeld() ?? false
  return {
    name: () => {
      if (!isPresent())
        throw new TryLater(
          'this process has lost touch with the metadata store, and others may have taken over',
        )
      return name
    },
    isStill: (known) => known === name && isPresent(),
    close: keeper.close,
  }
}
