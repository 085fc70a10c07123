import { render, sql, string, type Sql } from '@muster/core'
import { refused, type Outcome } from '../metadata/outcome.ts'
import { createSlots } from '../warehouse/adapters/slots.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

/** Runs a statement of an analysis and gives its rows. Throws the signal's reason once it has fired. */
export type Ask = <Row>(statement: Sql, signal: AbortSignal | undefined) => Promise<readonly Row[]>

/** Between two attempts to end a statement that may not have begun yet. Milliseconds. */
const KILL_EVERY = 200

/**
 * Statements of analyses wait for each other on the lane of reads, so that the other session of that lane stays free for whoever only wants to
 * look something up. A cancelled one is ended where it runs: each carries a name of its own, by which the store finds and kills it.
 */
export function createAsk(warehouse: Warehouse, newId: () => string): Ask {
  const oneAtATime = createSlots(1)

  const kill = (name: string): Promise<void> =>
    warehouse.command(
      render(sql`KILL QUERY WHERE Settings['log_comment'] = ${string(name)} ASYNC`),
      'write',
    )

  return (statement, signal) =>
    oneAtATime(async () => {
      signal?.throwIfAborted()
      const name = `analysis-${newId()}`
      const named = render(sql`${statement} SETTINGS log_comment = ${string(name)}`)
      let killing: NodeJS.Timeout | undefined
      const cancel = (): void => {
        const attempt = (): void => {
          // The next attempt follows; when the statement ends by itself none is needed.
          kill(name).catch(() => undefined)
        }
        attempt()
        killing = setInterval(attempt, KILL_EVERY)
      }
      signal?.addEventListener('abort', cancel, { once: true })
      try {
        return await warehouse.query(named, 'read')
      } catch (error) {
        signal?.throwIfAborted()
        throw error
      } finally {
        signal?.removeEventListener('abort', cancel)
        clearInterval(killing)
      }
    })
}

/** What the work comes to, or the refusal `cancelled` once the signal has fired. */
export async function cancellable<T>(
  signal: AbortSignal | undefined,
  work: () => Promise<Outcome<T, string>>,
): Promise<Outcome<T, string>> {
  try {
    return await work()
  } catch (error) {
    if (signal?.aborted !== true) throw error
    return refused('cancelled', [], 'The analysis was cancelled before it ended. Ask again.')
  }
}
