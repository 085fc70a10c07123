import type { TrafficOptions } from './traffic.ts'

export interface LoadOptions extends TrafficOptions {
  readonly url: string
  readonly writeKey: string
  /** Messages in one call. */
  readonly batch: number
  /** Calls under way at a time, at the most. */
  readonly connections: number
  /** Without it as fast as the server takes them. */
  readonly messagesPerSecond?: number
  readonly seconds: number
}

export interface LoadResult {
  /** Messages that the server said are durable. */
  readonly taken: number
  /** From the first call to the last answer. */
  readonly seconds: number
  /** Answers of "come back later"; each was sent again. */
  readonly busy: number
  /** What else went wrong, each kind once, with its count. */
  readonly errors: Readonly<Record<string, number>>
  /** Milliseconds from a call to its answer, of every call. */
  readonly answers: readonly number[]
  /** Calls that could not be sent at their time, since too many were under way. */
  readonly late: number
  /** Of the generator itself. */
  readonly cpuSeconds: number
}
