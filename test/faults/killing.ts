import { setTimeout as sleep } from 'node:timers/promises'
import { stringifyJson, type Definition, type Json, type JsonObject } from '@muster/core'
import { createClient, NotReachableError, RefusedError, type Client } from '@muster/client'
import type { Chance } from '../agreement/chance.ts'
import { startChild, type Child, type Listening } from './child.ts'
import { createFollower, type Follower } from './follower.ts'
import { audiencesFor, createPeople, type ImportFile } from './people.ts'

/** What was under way in the hands of the process when it was killed, by the test's own knowledge. */
export type UnderWay = 'start' | 'ingest' | 'backfill' | 'merge' | 'import' | 'refresh'

export interface Killed {
  /** How many kills met each of these; one may meet several. */
  readonly kills: ReadonlyMap<UnderWay, number>
  /** Every message that the server has acknowledged in the end, each once. */
  readonly messages: readonly JsonObject[]
  readonly merges: readonly (readonly [string, string])[]
  readonly audiences: ReadonlyMap<string, Definition>
  readonly follower: Follower
  readonly faults: readonly string[]
}

/** A life is at most so long, in milliseconds, before its end. */
const LONGEST_LIFE = 1_500
const PATIENCE = 60_000
/** So long after messages are taken they are surely being looked at, in milliseconds. */
const TICK = 60

/**
 * Lets a server live on a folder and kills it so many times, at any instant from its start on, while messages, merges, new audiences and
 * files come to it. Whoever was not answered asks again, as every sender has to. In the end it is stopped in order.
 */
export async function liveAndKill(data: string, kills: number, chance: Chance): Promise<Killed> {
  const world = createWorld(chance)
  const first = startChild({ data })
  const access = await first.listening
  if (access === undefined) throw new Error(`no first start: ${first.log().join('\n')}`)
  let child = first
  let isNew = false
  const counts = new Map<UnderWay, number>()
  for (let i = 0; i < kills; i++) {
    const underWay = await killWithin(child, isNew, access, world, chance)
    for (const what of underWay) counts.set(what, (counts.get(what) ?? 0) + 1)
    await child.ended
    child = startChild({ data })
    isNew = true
  }
  const listening = await child.listening
  if (listening === undefined) throw new Error(`no last start: ${child.log().join('\n')}`)
  await world.finish({ ...access, ...listening })
  child.signal('SIGTERM')
  const end = await child.ended
  const faults = end.code === 0 ? [] : [`the last end was ${JSON.stringify(end)}`]
  return { kills: counts, faults: [...faults, ...world.follower.faults()], ...world }
}

async function killWithin(
  child: Child,
  isNew: boolean,
  access: Listening,
  world: World,
  chance: Chance,
): Promise<ReadonlySet<UnderWay>> {
  if (isNew && chance.isLucky(0.2)) {
    // So long a start takes; later in it, stores are open and are being mended.
    await Promise.race([sleep(chance.below(4_000)), child.listening])
    child.signal('SIGKILL')
    return new Set(['start'])
  }
  const listening = await child.listening
  if (listening === undefined) throw new Error(`it did not start: ${child.log().join('\n')}`)
  const life = new AbortController()
  const living = world.live({ ...access, ...listening }, life.signal)
  await sleep(chance.below(LONGEST_LIFE))
  const underWay = world.underWay()
  child.signal('SIGKILL')
  life.abort()
  await living
  return underWay
}

interface World {
  readonly live: (server: Listening, life: AbortSignal) => Promise<void>
  readonly underWay: () => ReadonlySet<UnderWay>
  readonly finish: (server: Listening) => Promise<void>
  readonly follower: Follower
  readonly messages: readonly JsonObject[]
  readonly merges: readonly (readonly [string, string])[]
  readonly audiences: Map<string, Definition>
}

/** Everything outside of the server: senders, people at its API, and a reader, who all outlive it. */
function createWorld(chance: Chance): World {
  const people = createPeople(chance)
  const follower = createFollower()
  const messages: JsonObject[] = []
  const merges: (readonly [string, string])[] = []
  const wanted = [...audiencesFor(chance, 12)]
  const audiences = new Map<string, Definition>()
  let batch: readonly JsonObject[] | undefined
  let toMerge: readonly [string, string] | undefined
  let file: ImportFile | undefined
  let files = 0
  let doing = new Set<UnderWay>()
  let takenAt = 0

  const send = async ({ url, writeKey }: Listening): Promise<void> => {
    batch ??= people.batch(Date.now())
    await post(`${url}/v1/batch`, writeKey ?? '', batch)
    messages.push(...batch)
    takenAt = Date.now()
    batch = undefined
  }
  const create = async (client: Client): Promise<void> => {
    const next = wanted[0]
    if (next === undefined) return
    const [id, definition] = next
    doing.add('backfill')
    await client.audiences
      .create({ id, name: id, definition: jsonOf(definition), state: 'live' })
      .catch(unless('_taken'))
    audiences.set(id, definition)
    wanted.shift()
    while ((await client.audiences.get(id)).progress.state !== 'done') await sleep(20)
    doing.delete('backfill')
  }
  const merge = async (client: Client): Promise<void> => {
    toMerge ??= people.pair()
    if (toMerge === undefined) return
    const [one, other] = await Promise.all(
      toMerge.map((value) =>
        client.profiles.find({ kind: 'anonymous_id', value }).catch(unless('unknown_profile')),
      ),
    )
    // Nobody has one of them yet.
    if (one === undefined || other === undefined) return
    doing.add('merge')
    const isOne =
      one === other ||
      (await client.profiles.merge(one, other).catch(unless('unknown_profile'))) !== undefined
    // A message has merged one of them away since it was found: they are looked up again.
    if (!isOne) return
    merges.push(toMerge)
    toMerge = undefined
    doing.delete('merge')
  }
  const load = async (client: Client): Promise<void> => {
    file ??= people.file(`file${files++}`, Date.now())
    const { name, mapping, text } = file
    doing.add('import')
    const of = async () =>
      (await client.imports.list({ limit: 100 })).imports.find((each) => each.name === name)
    let now = await of()
    if (now === undefined) {
      const { upload } = await client.imports.upload(`${name}.csv`, text)
      now = await client.imports.start(upload, mapping)
    }
    while (now?.state === 'queued' || now?.state === 'running') {
      await sleep(30)
      now = await of()
    }
    if (now?.state !== 'done') throw new Error(`import ${name}: ${now?.error?.message ?? 'gone'}`)
    messages.push(...file.messages)
    file = undefined
    doing.delete('import')
  }
  const follow = async (client: Client): Promise<number> => {
    const after = follower.cursor()
    const { changes } = await client.changes.page({
      ...(after !== undefined && { after }),
      limit: 1_000,
    })
    follower.take(changes)
    return changes.length
  }

  /** Does it again and again until the server is gone. */
  const repeat = async (
    work: () => Promise<unknown>,
    pause: number,
    life: AbortSignal,
  ): Promise<void> => {
    while (!life.aborted) {
      try {
        await work()
        await sleep(chance.below(pause))
      } catch (error) {
        if (!isGone(error)) throw error
        await sleep(5)
      }
    }
  }

  return {
    ...{ follower, messages, merges, audiences },
    underWay: () =>
      new Set([
        ...doing,
        ...(batch === undefined ? [] : (['ingest'] as const)),
        ...(Date.now() - takenAt < TICK ? (['refresh'] as const) : []),
      ]),
    live: async (server, life) => {
      const client = clientOf(server)
      doing = new Set()
      await Promise.all([
        repeat(() => send(server), 60, life),
        repeat(() => create(client), 800, life),
        repeat(() => merge(client), 150, life),
        repeat(() => load(client), 3_000, life),
        repeat(() => follow(client), 50, life),
      ])
    },
    finish: async (server) => {
      const client = clientOf(server)
      const patience = AbortSignal.timeout(PATIENCE)
      if (batch !== undefined) await send(server)
      if (file !== undefined) await load(client)
      if (toMerge !== undefined) await merge(client)
      while (wanted.length > 0) await create(client)
      while ((await follow(client)) > 0) patience.throwIfAborted()
    },
  }
}

/** A definition is plain JSON; what the type does not say is that it holds no undefined. */
const jsonOf = (definition: Definition): Json => definition as unknown as Json

const clientOf = ({ url, key }: Listening): Client =>
  createClient({ url, ...(key !== undefined && { key }) })

/** Rejects unless all of it was taken. */
async function post(url: string, key: string, batch: readonly JsonObject[]): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: stringifyJson({ batch: [...batch] }),
  })
  const answer = await response.text()
  if (response.status === 429 || response.status === 503) throw new NotReachableError(url, answer)
  if (answer !== '{"success":true}') throw new Error(`${response.status}: ${answer}`)
}

/** What a request says whose server was killed, or is not there yet. */
const isGone = (error: unknown): boolean =>
  error instanceof NotReachableError ||
  (error instanceof TypeError && /fetch failed|terminated/.test(error.message))

/** Lets one refusal pass: what was asked for before the end has been done. */
const unless =
  (code: string) =>
  (error: unknown): undefined => {
    if (error instanceof RefusedError && error.problem.code.endsWith(code)) return undefined
    throw error
  }
