import { WarehouseError } from './warehouse.ts'

/** The engine's errors that may pass by themselves, by their number; the names are the engine's. */
const TRANSIENT: ReadonlyMap<number, string> = new Map([
  [75, 'CANNOT_WRITE_TO_FILE_DESCRIPTOR'],
  [159, 'TIMEOUT_EXCEEDED'],
  [202, 'TOO_MANY_SIMULTANEOUS_QUERIES'],
  [209, 'SOCKET_TIMEOUT'],
  [210, 'NETWORK_ERROR'],
  [236, 'ABORTED'],
  [241, 'MEMORY_LIMIT_EXCEEDED'],
  [242, 'TABLE_IS_READ_ONLY'],
  [243, 'NOT_ENOUGH_SPACE'],
  [252, 'TOO_MANY_PARTS'],
  [279, 'ALL_CONNECTION_TRIES_FAILED'],
  [285, 'TOO_FEW_LIVE_REPLICAS'],
  [319, 'UNKNOWN_STATUS_OF_INSERT'],
  [425, 'SYSTEM_ERROR'],
  [999, 'KEEPER_EXCEPTION'],
])

const LONGEST_MESSAGE = 2000

/**
 * What the engine refused, as a {@link WarehouseError}: its code is the engine's own name for it in snake case (`unknown_table`), or
 * `failed` if it gave none.
 */
export function engineFailure(
  { message, number, name }: { message: string; number?: number; name?: string | undefined },
  cause: unknown,
): WarehouseError {
  const known = number ?? Number(/Code: (\d+)/.exec(message)?.[1] ?? Number.NaN)
  // The engine's name stands last: what comes before may quote anything.
  const named = name ?? [...message.matchAll(/\(([A-Z][A-Z0-9_]{2,})\)/g)].at(-1)?.[1]
  return new WarehouseError(named?.toLowerCase() ?? 'failed', message.slice(0, LONGEST_MESSAGE), {
    transient: TRANSIENT.has(known),
    cause,
  })
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
