import type { Change, Client } from '@muster/client'
import type { QueryClient } from '@tanstack/react-query'

export interface LiveState {
  readonly line: 'connecting' | 'open' | 'broken'
  /** The newest first. */
  readonly latest: readonly Change[]
}

export interface Live {
  readonly subscribe: (listener: () => void) => () => void
  readonly current: () => LiveState
}

const MOST_KEPT = 60
/** What is on screen is asked for again at most this often while changes come in. */
const REFRESH_MS = 1_000
/** What changes may have made older than it looks. */
const MOVED = ['audiences', 'audience', 'members', 'changes', 'sizes', 'explain']

/**
 * One line to the live feed for the whole app, open while somebody listens. Whatever a change may have moved is asked for again, so
 * pages need not follow the feed themselves.
 */
export function createLive(client: Client, queryClient: QueryClient): Live {
  const listeners = new Set<() => void>()
  let state: LiveState = { line: 'connecting', latest: [] }
  let stopping: AbortController | undefined
  let refreshing: ReturnType<typeof setTimeout> | undefined

  const change = (to: Partial<LiveState>) => {
    state = { ...state, ...to }
    for (const listener of listeners) listener()
  }
  const refresh = () => {
    refreshing ??= setTimeout(() => {
      refreshing = undefined
      for (const name of MOVED) void queryClient.invalidateQueries({ queryKey: [name] })
    }, REFRESH_MS)
  }
  const follow = async (signal: AbortSignal) => {
    const after = state.latest[0]?.cursor
    const changes = client.changes.follow({
      signal,
      ...(after !== undefined && { after }),
      onState: (told) => {
        change({ line: told.state })
        // What was read before the line was up may have missed something.
        if (told.state === 'open') refresh()
      },
    })
    let waiting: Change[] = []
    let telling: ReturnType<typeof setTimeout> | undefined
    for await (const each of changes) {
      // A burst is drawn once.
      waiting.push(each)
      telling ??= setTimeout(() => {
        telling = undefined
        change({ latest: [...waiting.reverse(), ...state.latest].slice(0, MOST_KEPT) })
        waiting = []
        refresh()
      }, 100)
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      if (stopping === undefined) {
        stopping = new AbortController()
        follow(stopping.signal).catch(() => {
          change({ line: 'broken' })
        })
      }
      return () => {
        listeners.delete(listener)
        // Going from page to page keeps the line.
        setTimeout(() => {
          if (listeners.size > 0) return
          stopping?.abort()
          stopping = undefined
        }, 1_000)
      }
    },
    current: () => state,
  }
}
