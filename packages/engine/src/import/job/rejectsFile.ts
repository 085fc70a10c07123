import { createReadStream } from 'node:fs'
import { appendFile, mkdir, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { parseJson, stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'
import type { ImportReject } from '../importsApi.ts'
import { readLines } from '../reading/readLines.ts'

/** The rejects of one import, one JSON object a line. A cursor is the place in bytes behind the last one that was read. */
export interface RejectsFile {
  /** Resolves to how long the file now is, in bytes. */
  readonly append: (rejects: readonly ImportReject[]) => Promise<number>
  /** Forgets what was written beyond a length that a checkpoint knows of. */
  readonly cutTo: (bytes: number) => Promise<void>
  readonly page: (
    after: string | undefined,
    limit: number,
  ) => Promise<{ readonly rejects: readonly ImportReject[]; readonly next: string | undefined }>
}

export function rejectsFile(folder: string, id: string): RejectsFile {
  const path = join(folder, `rejects-${id}.ndjson`)
  const length = async () => (await stat(path).catch(() => ({ size: 0 }))).size
  return {
    append: async (rejects) => {
      if (rejects.length > 0) {
        await mkdir(folder, { recursive: true })
        await appendFile(
          path,
          rejects.map((reject) => `${stringifyJson(jsonOf(reject))}\n`).join(''),
        )
      }
      return length()
    },
    cutTo: async (bytes) => {
      if ((await length()) > bytes) await truncate(path, bytes)
    },
    page: async (after, limit) => {
      const end = await length()
      let at = /^[0-9]{1,15}$/.test(after ?? '0') ? Number(after ?? '0') : end
      const rejects: ImportReject[] = []
      if (at >= end) return { rejects, next: undefined }
      const bytes = createReadStream(path, { start: at, end: end - 1, highWaterMark: 65_536 })
      for await (const lines of readLines(bytes, 'utf-8')) {
        for (const { text } of lines.slice(0, limit - rejects.length)) {
          rejects.push(rejectOf(text))
          at += Buffer.byteLength(text) + 1
        }
        if (rejects.length >= limit) break
      }
      return { rejects, next: at < end ? String(at) : undefined }
    },
  }
}

function jsonOf({ rejectId, ...reject }: ImportReject): Json {
  return { ...reject, ...(rejectId === undefined ? {} : { rejectId }) }
}

function rejectOf(line: string): ImportReject {
  const parsed = parseJson(line)
  if (!parsed.ok) throw new Error(`A line of an import's rejects is damaged: ${line.slice(0, 100)}`)
  // Written by `append`.
  return parsed.value as unknown as ImportReject
}
