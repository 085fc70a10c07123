import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Definition, Json, JsonObject } from '@muster/core'
import { createEngine, type Engine, type IngestOutcome } from '@muster/engine'

/** An engine on embedded stores, with a clock that stands still until it is set. Whatever is done to it has been evaluated when it resolves. */
export interface EngineUnderTest {
  readonly engine: Engine
  /** Milliseconds since 1970 UTC. */
  now: number
  /** Closes the engine and opens its stores anew. */
  readonly reopen: () => Promise<void>
  readonly take: (...messages: readonly Json[]) => Promise<IngestOutcome>
  /** The same for messages of which each is accepted. */
  readonly send: (...messages: readonly Json[]) => Promise<void>
  /** An order with an id of its own, made now unless it says when. */
  readonly order: (userId: string, properties: JsonObject, at?: number) => Json
  /** Creates an audience, named by its id. */
  readonly live: (id: string, definition: Definition) => Promise<void>
  /** Each member as its identifiers, `kind:value` with spaces between; sorted. */
  readonly membersOf: (id: string) => Promise<readonly string[]>
  /** Values by the names of traits; empty for somebody who isn't there. */
  readonly computedTraitsOf: (userId: string) => Promise<JsonObject>
}

/** Opens an engine before the tests of a file and closes it after them, when it must have had no problem. `at` is the first instant. */
export function engineForTests(at: string): EngineUnderTest {
  const problems: unknown[] = []
  let folder: string
  let engine: Engine
  let sent = 0
  const open = async (): Promise<void> => {
    engine = await createEngine({
      warehouse: { folder: join(folder, 'warehouse') },
      metadata: { folder: join(folder, 'metadata') },
      importFolder: join(folder, 'imports'),
      clock: () => t.now,
      pause: 10,
      onProblem: (problem) => problems.push(problem),
    })
  }
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'muster-engine-'))
    await open()
  })
  afterAll(async () => {
    await engine.close()
    rmSync(folder, { recursive: true })
    expect(problems).toEqual([])
  })
  const t: EngineUnderTest = {
    get engine() {
      return engine
    },
    now: Date.parse(at),
    reopen: async () => {
      await engine.close()
      await open()
    },
    take: async (...messages) => {
      const byteLengths = messages.map(() => 500)
      const outcome = await engine.ingest.take({ messages, byteLengths, source: 'test' })
      await engine.settle()
      return outcome
    },
    send: async (...messages) => {
      const accepted = messages.length
      expect(await t.take(...messages)).toMatchObject({ kind: 'taken', accepted })
    },
    order: (userId, properties, at = t.now) => ({
      ...{ type: 'track', event: 'Order Completed', userId, properties },
      messageId: `o${sent++}`,
      timestamp: new Date(at).toISOString(),
    }),
    live: async (id, definition) => {
      const draft = { id, name: id, definition, state: 'live' as const }
      valueOf(await engine.audiences.create(draft, 'ada'))
      await engine.settle()
    },
    membersOf: async (id) => {
      const { members } = valueOf(await engine.audiences.members(id, { limit: 1_000 }))
      const text = members.map(({ identifiers }) =>
        identifiers.map(({ kind, value }) => `${kind}:${value}`).join(' '),
      )
      return text.sort()
    },
    computedTraitsOf: async (userId) => {
      const profile = await engine.profiles.find({ kind: 'user_id', value: userId })
      return profile === undefined
        ? {}
        : ((await engine.profiles.get(profile))?.computedTraits ?? {})
    },
  }
  return t
}

/** What an outcome holds. Throws what it was refused for. */
export function valueOf<T>(outcome: { ok: true; value: T } | { ok: false; error: object }): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error))
  return outcome.value
}
