import type { Json } from '@muster/core'

/** Small numbers that look random and are the same in every run. */
export function createChance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const EVENTS = ['Product Viewed', 'Cart Updated', 'Order Completed'] as const

/** The `index`th message of a shop whose visitors sign in now and then: an identity is learned in the middle of everything else. */
export function messageOf(index: number, people: number, chance: (below: number) => number): Json {
  const person = chance(people)
  const messageId = `m${index}`
  const timestamp = new Date(Date.now()).toISOString()
  const anonymousId = `a${person}-${chance(2)}`
  const said = { messageId, timestamp, anonymousId }
  const kind = chance(10)
  if (kind === 0)
    return { ...said, type: 'identify', userId: `u${person}`, traits: { plan: `p${chance(3)}` } }
  const known = kind < 5 ? { userId: `u${person}` } : {}
  const event = EVENTS[chance(EVENTS.length)] ?? EVENTS[0]
  return { ...said, ...known, type: 'track', event, properties: { total: chance(100) } }
}

export interface Sender {
  /** Everything that was acknowledged, in no particular order. */
  readonly acknowledged: readonly Json[]
  /** So many more batches have to be acknowledged. */
  readonly reached: (batches: number) => Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * Sends batches from several lines at once, each batch to one of the addresses, and as often as it takes: like any SDK, to another one when an address
 * does not answer. One batch in eight is sent to two addresses at the same time.
 */
export function startSending({
  addresses,
  writeKey,
  next,
}: {
  readonly addresses: () => readonly string[]
  readonly writeKey: string
  readonly next: () => readonly Json[]
}): Sender {
  const acknowledged: Json[] = []
  let isStopped = false
  let batches = 0
  const deliver = async (batch: readonly Json[], first: number): Promise<void> => {
    for (let attempt = first; ; attempt++) {
      const urls = addresses()
      const url = urls[attempt % urls.length] ?? ''
      if (await post(url, writeKey, batch)) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const line = async (number: number): Promise<void> => {
    for (let turn = number; !isStopped; turn++) {
      const batch = next()
      const copies = turn % 8 === 0 ? [turn, turn + 1] : [turn]
      await Promise.all(copies.map((first) => deliver(batch, first)))
      acknowledged.push(...batch)
      batches++
    }
  }
  const lines = [0, 1, 2, 3].map(line)
  return {
    acknowledged,
    reached: async (more) => {
      const wanted = batches + more
      while (batches < wanted) await new Promise((resolve) => setTimeout(resolve, 10))
    },
    stop: async () => {
      isStopped = true
      await Promise.all(lines)
    },
  }
}

/** Longer than any answer takes, shorter than a process may be stopped. Milliseconds. */
const PATIENCE = 4_000

/** True when the batch was acknowledged: by then it is durable. */
export async function post(
  url: string,
  writeKey: string,
  batch: readonly Json[],
): Promise<boolean> {
  const answer = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ batch }),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => undefined)
  await answer?.body?.cancel()
  return answer?.status === 200
}
