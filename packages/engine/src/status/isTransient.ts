import { WarehouseError } from '../warehouse/warehouse.ts'
import { TryLater } from './tryLater.ts'

/** What PostgreSQL says while it starts, stops, or has no connection left (Appendix A of its manual: classes 08, 53, 57P). */
const STATES = /^(?:08\w{3}|53\w{3}|57P\w{2})$/
/** What the network says when nobody is there. */
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'])
/** What the driver says without a code when its connection is gone: while a statement runs, before the next one, or before there was one. */
const LOST = /^Connection terminated|is not queryable$|timeout exceeded when trying to connect/

/** Whether a store, or another process that shares it, is away for a while, so that the same call may go well later; else it is a fault of ours. */
export function isTransient(error: unknown): boolean {
  if (error instanceof TryLater) return true
  if (error instanceof WarehouseError) return error.transient
  if (error instanceof AggregateError) return error.errors.some(isTransient)
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    STATES.test(code) || NETWORK.has(code) || LOST.test(error.message) || isTransient(error.cause)
  )
}
