import { CommanderError } from 'commander'
import { NotReachableError, RefusedError } from '@muster/client'
import { BackupError } from '@muster/server'
import type { Io } from './io.ts'
import { paintOf } from './output/paint.ts'
import { printable } from './output/printable.ts'

/** What the process ends with, for scripts. Also in the help of `muster`. */
export const exitCodes = {
  ok: 0,
  /** Muster refused, or something failed. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** Nobody answers at the address. */
  notReachable: 3,
  /** The key is missing, unknown, or may not do it. */
  notAllowed: 4,
} as const

/** Something that whoever typed the command can put right. The message ends with the next step. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code: string
  readonly at: readonly (string | number)[]

  constructor(code: string, at: readonly (string | number)[], message: string) {
    super(message)
    this.code = code
    this.at = at
  }
}

/** The command has said all there is to say, and was not successful: nothing more is printed. */
export class Unsuccessful extends Error {
  override readonly name = 'Unsuccessful'
}

/** Says what went wrong on standard error, and with what the process ends. */
export function reportError(error: unknown, io: Io): number {
  const paint = paintOf(io.errIsTerminal, io.env)
  const say = (code: string, at: readonly (string | number)[], message: string) => {
    const place = at.length === 0 ? '' : ` at ${at.join('.')}`
    io.err(`${paint.red(`${printable(code)}${printable(place)}`)}: ${printable(message)}\n`)
  }
  // Commander has printed its own message, and the help was wanted.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  if (error instanceof Unsuccessful) return exitCodes.failed
  if (error instanceof UsageError) {
    say(error.code, error.at, error.message)
    return exitCodes.usage
  }
  if (error instanceof NotReachableError) {
    say('not_reachable', [], error.message)
    return exitCodes.notReachable
  }
  if (error instanceof RefusedError) {
    const { code, at, detail, errors = [] } = error.problem
    if (errors.length > 1) for (const each of errors) say(each.code, each.at, each.message)
    else say(code, at, detail)
    const isKey = error.status === 401 || error.status === 403
    return isKey ? exitCodes.notAllowed : exitCodes.failed
  }
  if (error instanceof BackupError) {
    say(error.code, [], error.message)
    return exitCodes.failed
  }
  say('failed', [], error instanceof Error ? error.message : String(error))
  return exitCodes.failed
}
