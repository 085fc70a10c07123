import { pino, stdTimeFunctions } from 'pino'
import type { DestinationStream } from 'pino'

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof logLevels)[number]

type Line = (facts: object, message: string) => void
/** Structured lines. Bodies, identifiers and keys never stand in them. */
export interface Log {
  readonly error: Line
  readonly warn: Line
  readonly info: Line
  readonly debug: Line
}

/**
 * Writes one line of JSON for each event: `level` in words, `time` in ISO 8601, `msg`, and the facts. To standard error, so that standard
 * output stays for whoever started the server.
 */
export function createLog(
  level: LogLevel,
  destination: DestinationStream = pino.destination(2),
): Log {
  return pino(
    {
      ...{ level, base: null, timestamp: stdTimeFunctions.isoTime },
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: plainError },
    },
    destination,
  )
}

/** What drivers hang on their errors (statements, parameters, rows) may hold people's data, so none of it is written. */
export function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error ? { code: String(error.code) } : {}
  return { name: error.name, message: error.message, stack: error.stack, ...code }
}

export const noLog: Log = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
}
