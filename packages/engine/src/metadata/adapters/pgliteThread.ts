import { Worker } from 'node:worker_threads'
import { exactReaders } from './readValues.ts'

/** PGlite on a thread of its own: PostgreSQL's work would otherwise hold up everything else that this process does. */
export interface PgliteThread {
  readonly query: (text: string, values: readonly unknown[]) => Promise<ThreadResult>
  readonly close: () => Promise<void>
}

export interface ThreadResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly command: string | undefined
  readonly rowCount: number
}

/**
 * What the thread runs. It is text, so that it starts the same way from sources, from tests and from what is built; the types that have
 * readers of ours are handed over as the text that PostgreSQL gave.
 */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
const asText = (text) => text
const plain = (error) => ({ ...error, name: error.name, message: error.message, stack: error.stack })
import(workerData.module)
  .then(async ({ PGlite }) => {
    const parsers = Object.fromEntries(workerData.exact.map((type) => [type, asText]))
    const database = await PGlite.create(workerData.folder, { parsers, relaxedDurability: false })
    parentPort.on('message', async ({ id, text, values }) => {
      try {
        if (text === undefined) {
          await database.close()
          parentPort.postMessage({ id, result: { rows: [], fields: [] } })
          parentPort.close()
          return
        }
        const { rows, fields, rowCount, command } = await database.query(text, values)
        parentPort.postMessage({ id, result: { rows, fields, rowCount, command } })
      } catch (error) {
        parentPort.postMessage({ id, error: plain(error) })
      }
    })
    parentPort.postMessage({ id: 0, result: { rows: [], fields: [] } })
  })
  .catch((error) => parentPort.postMessage({ id: 0, error: plain(error) }))
`

interface Answer {
  readonly id: number
  readonly result?: {
    readonly rows: readonly Record<string, unknown>[]
    readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[]
    readonly rowCount?: number
    readonly command?: string
  }
  readonly error?: { readonly message: string }
}

interface Asked {
  readonly resolve: (result: ThreadResult) => void
  readonly reject: (error: Error) => void
}

/** Starts a thread with the database of a folder, or with one in memory. Rejects when it can't be opened. */
export async function startPglite(folder: string | undefined): Promise<PgliteThread> {
  const exact = Object.keys(exactReaders).map(Number)
  const module = import.meta.resolve('@electric-sql/pglite')
  const worker = new Worker(THREAD, { eval: true, workerData: { module, folder, exact } })
  const asked = new Map<number, Asked>()
  let last = 0
  let ended: Error | undefined

  const end = (error: Error): void => {
    ended ??= error
    for (const { reject } of asked.values()) reject(ended)
    asked.clear()
  }
  worker.on('message', (answer: Answer) => {
    const waiting = asked.get(answer.id)
    asked.delete(answer.id)
    if (answer.error !== undefined)
      waiting?.reject(Object.assign(new Error(answer.error.message), answer.error))
    else waiting?.resolve(resultOf(answer))
  })
  worker.on('error', end)
  worker.on('exit', () => {
    end(new Error('the embedded metadata store is closed'))
  })

  const wait = (id: number): Promise<ThreadResult> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) reject(ended)
      else asked.set(id, { resolve, reject })
    })
  const ask = (message: {
    readonly text?: string
    readonly values?: readonly unknown[]
  }): Promise<ThreadResult> => {
    const id = ++last
    const answer = wait(id)
    if (ended === undefined) worker.postMessage({ id, ...message })
    return answer
  }

  try {
    await wait(0)
  } catch (error) {
    await worker.terminate()
    throw error
  }
  return {
    query: (text, values) => ask({ text, values }),
    close: async () => {
      if (ended !== undefined) return
      await ask({})
      await worker.terminate()
    },
  }
}

function resultOf({ result }: Answer): ThreadResult {
  if (result === undefined) throw new Error('an answer is a result or an error')
  const readers = result.fields.flatMap(({ name, dataTypeID }) => {
    const read = exactReaders[dataTypeID]
    return read === undefined ? [] : [{ name, read }]
  })
  for (const row of result.rows) {
    for (const { name, read } of readers) {
      const value = row[name]
      if (typeof value === 'string') row[name] = read(value)
    }
  }
  return { rows: result.rows, command: result.command, rowCount: result.rowCount ?? 0 }
}
