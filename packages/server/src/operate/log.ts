import { pino } from 'pino'

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

/** Writes lines of JSON to standard error, so that standard output stays for whoever started the server. */
export function createLog(level: LogLevel): Log {
  return pino({ level, base: null }, pino.destination(2))
}

export const noLog: Log = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
}
