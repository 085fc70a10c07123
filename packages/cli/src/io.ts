import type { Fetch } from '@muster/client'

/** Everything of the outside that a command touches, so that a test can stand in for a terminal. */
export interface Io {
  /** For results: with --json one document, or one line each, and nothing else. */
  readonly out: (text: string) => void
  /** For everything else. */
  readonly err: (text: string) => void
  readonly outIsTerminal: boolean
  readonly errIsTerminal: boolean
  /** Of the terminal, in characters. */
  readonly size: () => { readonly columns: number; readonly rows: number }
  readonly env: Readonly<Record<string, string | undefined>>
  readonly readInput: () => Promise<string>
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number
  /** Fires when the user wants it to end. */
  readonly ending: AbortSignal
  readonly fetch?: Fetch
}

/** The process's own. `ending` fires on the first Ctrl-C or SIGTERM; the second one ends the process at once. */
export function processIo(): Io {
  const ending = new AbortController()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const end = (): void => {
    // Without a listener the next one, whichever it is, does what the system does: it ends the process.
    for (const signal of signals) process.off(signal, end)
    ending.abort()
  }
  for (const signal of signals) process.on(signal, end)
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    outIsTerminal: process.stdout.isTTY,
    errIsTerminal: process.stderr.isTTY,
    size: () => ({ columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 }),
    env: process.env,
    readInput: async () => {
      const chunks: Buffer[] = []
      // Standard input gives buffers as long as no encoding is set.
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks).toString('utf8')
    },
    now: Date.now,
    ending: ending.signal,
  }
}
