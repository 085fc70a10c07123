import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { createClient } from '@muster/client'
import type { Client } from '@muster/client'
import { parseInstant, parseJson, stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'
import type { startServer } from '@muster/server'
import { UsageError } from './exitCodes.ts'
import type { Io } from './io.ts'
import { readLocalAccess } from './localAccess.ts'
import { paintOf } from './output/paint.ts'
import type { Paints } from './output/paint.ts'

/** What a command works with: where it is typed, the client it talks through, and how its result is shown. */
export interface Context {
  readonly io: Io
  readonly paint: Paints
  readonly isJson: boolean
  readonly data: string
  /** The data folder, if it was asked for. */
  readonly givenData: string | undefined
  readonly client: () => Promise<Client>
  /** Whether the server was named, and not found by its data folder. */
  readonly isServerGiven: boolean
  /** Shows a result: the value itself with --json, else the text that is made for people. */
  readonly show: (value: object, text: () => string) => void
}

/** What commands start servers with; a test gives its own. */
export interface Programs {
  readonly startServer: typeof startServer
}

interface GlobalOptions {
  readonly url?: string
  readonly key?: string
  readonly data?: string
  readonly json?: boolean
}

export const usualUrl = 'http://127.0.0.1:4800'

export function contextOf(command: Command, io: Io): Context {
  const options = command.optsWithGlobals<GlobalOptions>()
  const isJson = options.json === true
  const givenData = options.data ?? (io.env['MUSTER_DATA'] || undefined)
  const data = givenData ?? './.muster'
  return {
    ...{ io, isJson, data, givenData },
    isServerGiven: (options.url ?? (io.env['MUSTER_URL'] || undefined)) !== undefined,
    paint: paintOf(io.outIsTerminal, io.env),
    client: () => clientOf(options, data, io),
    show: (value, text) => {
      // What the API answers and what commands make of it is JSON.
      io.out(isJson ? `${stringifyJson(value as Json)}\n` : text())
    },
  }
}

async function clientOf({ url, key }: GlobalOptions, data: string, io: Io): Promise<Client> {
  const local = await readLocalAccess(data)
  const address = url ?? (io.env['MUSTER_URL'] || (local?.url ?? usualUrl))
  if (!URL.canParse(address)) {
    throw new UsageError('bad_url', ['--url'], `"${address}" is no URL. Give one with http://.`)
  }
  // The key in the folder belongs to the server of the folder and to no other.
  const isLocal = local !== undefined && local.url === address
  const secret =
    key ?? (io.env['MUSTER_KEY'] || (isLocal ? (local.machineKey ?? local.key) : undefined))
  return createClient({
    url: address,
    ...(secret !== undefined && { key: secret }),
    ...(io.fetch && { fetch: io.fetch }),
  })
}

/** JSON from a file, or from standard input for `-`, with every digit. */
export async function readJsonFile(file: string, io: Io): Promise<Json> {
  let text: string
  try {
    text = file === '-' ? await io.readInput() : await readFile(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError('unreadable_file', [file], `${why}. Give a file that can be read, or -.`)
  }
  const parsed = parseJson(text)
  if (!parsed.ok) throw new UsageError(parsed.code, [file], parsed.message)
  return parsed.value
}

/** An instant as people write it, in milliseconds: a date, or a date with time and zone. */
export function readInstant(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined
  const instant = parseInstant(text)
  if (instant !== undefined) return instant
  const message = `"${text}" is no instant. Write 2026-01-31 or 2026-01-31T12:00:00Z.`
  throw new UsageError('bad_instant', [flag], message)
}

export function readCount(text: string, flag: string, least = 1, most = 1_000_000_000): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && count >= least && count <= most) return count
  const message = `"${text}" is no number from ${least} to ${most}. Give one.`
  throw new UsageError('bad_number', [flag], message)
}

/** `kind:value`, where the value may have colons of its own. */
export function readIdentifier(text: string): { readonly kind: string; readonly value: string } {
  const [, kind, value] = /^([^:]+):(.+)$/su.exec(text) ?? []
  if (kind !== undefined && value !== undefined) return { kind, value }
  const message = `"${text}" is no identifier. Write its kind and value, such as email:ada@example.com.`
  throw new UsageError('bad_identifier', [text], message)
}
