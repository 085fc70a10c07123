import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readMessage, stringifyJson } from '@muster/core'
import { importLimits } from './importLimits.ts'
import type { Json, JsonObject } from '@muster/core'
import type { IngestApi, RejectedMessage } from '../ingest/ingestApi.ts'
import { openMetadata } from '../metadata/openMetadata.ts'
import { createImporter } from './createImporter.ts'
import type { Importer } from './createImporter.ts'
import type { ImportView } from './importsApi.ts'
import type { CheckMessage } from './job/dryRun.ts'

/** Ingest's far side: keeps every message once, refuses what core's rules refuse, and can be busy or fail. */
export interface FakeIngest {
  readonly take: IngestApi['take']
  readonly kept: ReadonlyMap<string, JsonObject>
  /** How many calls it took. */
  calls: number
  /** Called before every call; may throw, wait, or make it busy. */
  before: () => Promise<'go' | 'busy'>
  readonly forget: () => void
}

/** As ingest would: any identifier counts. */
const identifierRules = {
  normalise: (_: string, value: Json) => ({ usable: true as const, value: stringifyJson(value) }),
}

export const check: CheckMessage = (message, byteLength) => {
  const read = readMessage(message, {
    receivedAt: 1e12,
    newMessageId: '',
    byteLength,
    identifierRules,
    limits: importLimits,
  })
  return read.ok ? undefined : read.rejection
}

export function fakeIngest(): FakeIngest {
  const kept = new Map<string, JsonObject>()
  const fake: FakeIngest = {
    kept,
    calls: 0,
    before: () => Promise.resolve('go'),
    forget: () => {
      kept.clear()
      fake.calls = 0
      fake.before = () => Promise.resolve('go')
    },
    take: async ({ messages, byteLengths }) => {
      if ((await fake.before()) === 'busy') return { kind: 'busy', retryAfterSeconds: 0.01 }
      fake.calls++
      let [accepted, duplicates] = [0, 0]
      const rejected: RejectedMessage[] = []
      messages.forEach((message, index) => {
        const fault = check(message, byteLengths[index] ?? 0)
        if (fault !== undefined) {
          rejected.push({ index, ...fault, rejectId: `r${index}` })
          return
        }
        // What readMessage takes is an object; the importer gives each an id.
        const object = message as JsonObject
        const id = stringifyJson(object['messageId'] ?? null)
        if (kept.has(id)) duplicates++
        else {
          kept.set(id, object)
          accepted++
        }
      })
      return { kind: 'taken', accepted, duplicates, rejected }
    },
  }
  return fake
}

export interface Bench {
  readonly ingest: FakeIngest
  readonly folder: string
  readonly problems: readonly unknown[]
  /** A new importer on the same stores, as after a restart. */
  readonly open: () => Importer
  /** Closes all importers that were opened. */
  readonly closeImporters: () => Promise<void>
  /** Writes a file of the test's own. */
  readonly file: (name: string, contents: string | Uint8Array) => Promise<string>
  readonly close: () => Promise<void>
}

export async function createBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-import-test-'))
  const metadata = await openMetadata({ memory: true })
  const ingest = fakeIngest()
  const opened: Importer[] = []
  const problems: unknown[] = []
  const closeImporters = async () => {
    for (const importer of opened.splice(0)) await importer.close()
  }
  return {
    ingest,
    folder,
    problems,
    closeImporters,
    open: () => {
      const importer = createImporter({
        take: ingest.take,
        metadata,
        folder: join(folder, 'imports'),
        clock: () => 1_700_000_000_000,
        check,
        onProblem: (problem) => problems.push(problem),
      })
      opened.push(importer)
      return importer
    },
    file: async (name, contents) => {
      const path = join(folder, name)
      await writeFile(path, contents)
      return path
    },
    close: async () => {
      await closeImporters()
      await metadata.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Starts an import and waits for its end. Throws when the mapping is refused. */
export async function runToEnd(
  importer: Importer,
  file: string,
  mapping: unknown,
): Promise<ImportView> {
  const started = await importer.start(file, mapping, 'tester')
  if (!started.ok) throw new Error(stringifyJson(started.issues.map((issue) => ({ ...issue }))))
  return until(importer, started.value.id, ({ finishedAt }) => finishedAt !== undefined)
}

export async function until(
  importer: Importer,
  id: string,
  holds: (view: ImportView) => boolean,
): Promise<ImportView> {
  for (;;) {
    const view = await importer.progress(id)
    if (view === undefined) throw new Error(`no import ${id}`)
    if (holds(view)) return view
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** The project's shared real data, which is not part of it; `undefined` where it is absent. */
export function sharedData(): string | undefined {
  const beside = fileURLToPath(new URL('../../../../../shared/data', import.meta.url))
  const folder = process.env['MUSTER_SHARED_DATA'] ?? beside
  return existsSync(join(folder, 'README.md')) ? folder : undefined
}

export async function example(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`./examples/${name}.json`, import.meta.url), 'utf8'))
}
