import type { Change, ChangesApi } from '@muster/engine'
import { writeJson } from '../http/sendJson.ts'
import { sendChange } from '../wire/change.ts'

export interface LiveOptions {
  readonly changes: ChangesApi
  /** A cursor: the feed goes on behind it. Without one it begins with the next change. */
  readonly after?: string
  readonly audience?: string
  readonly profile?: bigint
  /** Ends the feed. */
  readonly stopping: AbortSignal
  /** Called once, when the feed is over for whatever reason. */
  readonly ended?: () => void
  /** How long the line may be silent, in milliseconds: proxies cut silent lines. */
  readonly heartbeatMs?: number
  /** How long a reader may leave what was sent to it unread, in milliseconds, before it is cut off. */
  readonly patienceMs?: number
}

/** Changes. A reader who is behind, as after an audience was made, gets twice as many each time: asking for a page costs more than its rows. */
const PAGE = 500
const LARGEST_PAGE = 4_000
const HEARTBEAT_MS = 15_000
const PATIENCE_MS = 60_000

/**
 * The live feed as server-sent events. It holds at most one page: the next is read from the store only when the reader has
 * taken the one before, and whoever takes nothing for a while is cut off: a reader resumes from its cursor whenever it likes.
 */
export function liveChanges(options: LiveOptions): ReadableStream<Uint8Array> {
  const { changes, stopping, heartbeatMs = HEARTBEAT_MS, patienceMs = PATIENCE_MS } = options
  const encoder = new TextEncoder()
  const bell = createBell()
  let cursor = options.after
  let limit = PAGE
  let greeted = false

  const unsubscribe = changes.onRecorded(bell.ring)
  stopping.addEventListener('abort', bell.ring)
  let over = false
  let unread: NodeJS.Timeout | undefined
  const end = () => {
    if (over) return
    over = true
    clearTimeout(unread)
    unsubscribe()
    stopping.removeEventListener('abort', bell.ring)
    options.ended?.()
  }

  /** What to send next; waits until there is something. */
  const next = async (): Promise<string | undefined> => {
    if (!greeted) {
      greeted = true
      cursor ??= await newestCursor(changes)
      return `retry: 1000\n${idLine(cursor)}: connected\n\n`
    }
    while (!stopping.aborted && !over) {
      bell.listen()
      const page = await changes.page({
        limit,
        ...(cursor !== undefined && { after: cursor }),
      })
      const last = page.changes.at(-1)
      if (last === undefined) {
        if ((await bell.heard(heartbeatMs)) === 'silence') return ': still here\n\n'
        continue
      }
      cursor = last.cursor
      limit = page.next === undefined ? PAGE : Math.min(limit * 2, LARGEST_PAGE)
      const text = page.changes
        .filter((change) => isWanted(change, options))
        .map(frame)
        .join('')
      // The cursor moves on over what this reader did not ask for, so that it resumes from here.
      return text === '' ? `${idLine(cursor)}\n` : text
    }
    return undefined
  }

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      clearTimeout(unread)
      try {
        const text = await next()
        if (text !== undefined) {
          controller.enqueue(encoder.encode(text))
          // The next pull comes when this has been taken.
          unread = setTimeout(() => {
            end()
            controller.error(new Error(`nothing was read for ${patienceMs} ms`))
          }, patienceMs)
          return
        }
        end()
        controller.close()
      } catch (error) {
        end()
        throw error
      }
    },
    cancel() {
      end()
      bell.ring()
    },
  })
}

function frame(change: Change): string {
  return `${idLine(change.cursor)}event: change\ndata: ${writeJson(sendChange(change))}\n\n`
}

function idLine(cursor: string | undefined): string {
  return cursor === undefined ? '' : `id: ${cursor}\n`
}

function isWanted(change: Change, { audience, profile }: LiveOptions): boolean {
  return (
    (audience === undefined || change.audience === audience) &&
    (profile === undefined || change.profile === profile)
  )
}

async function newestCursor(changes: ChangesApi): Promise<string | undefined> {
  const { changes: newest } = await changes.page({ limit: 1, newestFirst: true })
  return newest[0]?.cursor
}

/** Rings that come between `listen` and `heard` count, so that none is missed while a page is read. */
function createBell() {
  let rung = false
  let wake: (() => void) | undefined
  return {
    ring: () => {
      rung = true
      wake?.()
    },
    listen: () => {
      rung = false
    },
    heard: (patienceMs: number): Promise<'ring' | 'silence'> =>
      new Promise((resolve) => {
        if (rung) {
          resolve('ring')
          return
        }
        const timer = setTimeout(() => {
          wake = undefined
          resolve('silence')
        }, patienceMs)
        wake = () => {
          clearTimeout(timer)
          wake = undefined
          resolve('ring')
        }
      }),
  }
}
