import type { Session } from 'chdb'
import { engineFailure, messageOf } from '../failure.ts'

/** One session runs one statement at a time, and waits are in order; sessions on one folder run side by side. */
export interface Worker {
  readonly run: <T>(work: (session: Session) => Promise<T>) => Promise<T>
  /** How many statements wait or run. */
  readonly waiting: () => number
  /** Call it when nothing runs. */
  readonly close: () => void
}

/**
 * A session whose statements wait for each other, and which is exchanged after each that failed: the engine keeps rows that it had
 * written before an error, and would put them before the next answer of the same session.
 */
export function openWorker(open: () => Session): Worker {
  let session: Session | undefined = open()
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  function exchange(): void {
    const spoiled = session
    session = undefined
    try {
      // Before the other goes, so that the folder is never without a session and stays ours.
      session = open()
    } finally {
      spoiled?.close()
    }
  }

  async function attempt<T>(work: (session: Session) => Promise<T>): Promise<T> {
    session ??= open()
    try {
      return await work(session)
    } catch (error) {
      exchange()
      throw engineFailure({ message: messageOf(error) }, error)
    }
  }

  return {
    run: (work) => {
      waiting++
      const result = last.then(() => attempt(work)).finally(() => waiting--)
      last = result.catch(() => undefined)
      return result
    },
    waiting: () => waiting,
    close: () => session?.close(),
  }
}
