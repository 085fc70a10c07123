import type { Engine } from '@muster/server'

type Change = Awaited<ReturnType<Engine['changes']['page']>>['changes'][number]

export interface Beat {
  readonly at: number
  readonly messages: number
  readonly messagesPerSecond: number
  readonly profiles: number
  readonly changesPerSecond: number
  /** Of the changes of the last minute that events and edges caused, in milliseconds; missing when there were none. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number } | undefined
  readonly audiences: readonly AudienceBeat[]
  /** The newest first. */
  readonly latest: readonly Change[]
}
export interface AudienceBeat {
  readonly id: string
  readonly name: string
  readonly size: number | undefined
  readonly entered: number
  readonly left: number
}

const MINUTE = 60_000
/** Changes are counted over so many milliseconds. */
const RATE_OVER = 5_000
const PAGE = 1_000
const LATEST = 12

/**
 * Watches an engine: reads the changes as they are recorded and tells, when it is asked, how things are going with some of its
 * audiences.
 */
export async function watch(
  { changes, audiences, status }: Engine,
  watched: readonly { readonly id: string; readonly name: string }[],
  now: () => number,
) {
  let cursor = (await changes.page({ limit: 1, newestFirst: true })).changes[0]?.cursor
  let recent: Change[] = []
  let reading: Promise<void> | undefined
  let pending = false
  const read = async () => {
    do {
      pending = false
      const page = await changes.page({
        limit: PAGE,
        ...(cursor !== undefined && { after: cursor }),
      })
      cursor = page.changes.at(-1)?.cursor ?? cursor
      recent.push(...page.changes)
      if (page.changes.length === PAGE) pending = true
    } while (pending)
  }
  const stop = changes.onRecorded(() => {
    pending = true
    reading ??= read()
      // The next change tries again; the log of the server says what is wrong.
      .catch(() => undefined)
      .finally(() => {
        reading = undefined
      })
  })

  return {
    async beat(): Promise<Beat> {
      const [state, views] = await Promise.all([status(), audiences.list({ state: 'live' })])
      const at = now()
      recent = recent.filter(({ recordedAt }) => recordedAt > at - MINUTE)
      const lately = recent.filter(({ recordedAt }) => recordedAt > at - RATE_OVER)
      return {
        at,
        messages: state.messages,
        messagesPerSecond: state.eventsPerSecond,
        profiles: state.profiles,
        changesPerSecond: lately.length / (RATE_OVER / 1_000),
        latency: latencyOf(recent),
        audiences: watched.map(({ id, name }) => ({
          ...{ id, name, size: views.find(({ audience }) => audience.id === id)?.size },
          ...movesOf(recent.filter((change) => change.audience === id)),
        })),
        latest: recent.slice(-LATEST).reverse(),
      }
    },
    async stop(): Promise<void> {
      stop()
      pending = false
      await reading
    },
  }
}

function movesOf(changes: readonly Change[]) {
  const entered = changes.filter((change) => change.entered).length
  return { entered, left: changes.length - entered }
}

/** By the nearest rank. A backfill is no latency: nobody waited for it. */
function latencyOf(changes: readonly Change[]): Beat['latency'] {
  const late = changes
    .filter(({ cause }) => cause.kind === 'event' || cause.kind === 'edge')
    .map(({ lateMs }) => lateMs)
    .sort((a, b) => a - b)
  if (late.length === 0) return undefined
  const rank = (part: number) => late[Math.max(0, Math.ceil(part * late.length) - 1)] ?? 0
  return { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99) }
}
