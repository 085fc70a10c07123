import { drainPending, Session } from 'chdb'

/** What one HTTP request asks of the engine. */
export interface Request {
  /** The `query` parameter and the body, one after the other, as a server reads them. */
  readonly text: string
  readonly database: string
  readonly settings: Readonly<Record<string, string>>
}

export type Answer =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: number; readonly message: string }

/** Gives each request a session of its own while it runs, with its settings and nothing of those before it. */
export function createPool(
  folder: string,
  size: number,
): {
  readonly answer: (request: Request) => Promise<Answer>
  readonly close: () => Promise<void>
} {
  const open = () => ({ session: new Session(folder), settings: new Set<string>() })
  const free = Array.from({ length: size }, open)
  const waiting: (() => void)[] = []

  async function answer({ text, database, settings }: Request): Promise<Answer> {
    while (free.length === 0) await new Promise<void>((wake) => waiting.push(wake))
    let place = free.pop()
    if (place === undefined) throw new Error('a free place was there')
    const { session } = place
    try {
      for (const name of place.settings) session.query(`SET ${name} = DEFAULT`)
      place.settings.clear()
      for (const [name, value] of Object.entries(settings)) {
        session.query(`SET ${name} = '${value.replace(/[\\']/g, '\\$&')}'`)
        place.settings.add(name)
      }
      session.query(`USE \`${database.replace(/[\\`]/g, '\\$&')}\``)
      const result = await session.queryAsync(text, { format: 'TabSeparated' })
      return { ok: true, bytes: result.bytes() }
    } catch (error) {
      // The engine keeps rows written before an error for the next answer of the session, so that one is thrown away.
      place = open()
      session.close()
      const message = error instanceof Error ? error.message : String(error)
      return { ok: false, code: Number(/Code: (\d+)/.exec(message)?.[1] ?? 1000), message }
    } finally {
      free.push(place)
      waiting.shift()?.()
    }
  }

  return {
    answer,
    close: async () => {
      for (const { session } of free) session.close()
      await drainPending()
    },
  }
}
