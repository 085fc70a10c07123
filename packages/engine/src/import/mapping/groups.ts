import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseJson, stringifyJson } from '@muster/core'
import type { Json, JsonObject } from '@muster/core'
import { readLines } from '../reading/readLines.ts'
import type { GoodRow, Rows } from '../reading/row.ts'

/** Rows put together by a key, wherever in the file they stand. */
export interface Groups {
  readonly add: (key: string, row: GoodRow) => Promise<void>
  /** Each group once, in an order that depends on nothing but the rows and the number of parts. Ends the adding. */
  readonly each: () => AsyncGenerator<Group>
  /** Removes what was written down. */
  readonly close: () => Promise<void>
}
/** `tooMany` rows of one group are not kept. */
export type Group = { readonly rows: Rows } | { readonly lines: Rows; readonly tooMany: number }

/** Far more than one message can tell of. */
export const mostRows = 10_000

/**
 * With one part, the groups are held in memory. With more, rows go to that many files in `folder` by the hash of their key, and each
 * file is grouped by itself, so that only a part of the whole is in memory at a time.
 */
export function createGroups(parts: number, folder: string): Groups {
  return parts <= 1 ? inMemory() : onDisk(parts, join(folder, `groups-${randomUUID()}`))
}

function inMemory(): Groups {
  const groups = new Map<string, { rows: [GoodRow, ...GoodRow[]]; count: number }>()
  return {
    add: (key, row) => {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, { rows: [row], count: 1 })
      else if (++group.count <= mostRows) group.rows.push(row)
      return Promise.resolve()
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- a generator like the one that waits
    async *each() {
      for (const { rows, count } of groups.values()) {
        yield count > mostRows ? { lines: rows, tooMany: count } : { rows }
      }
    },
    close: () => {
      groups.clear()
      return Promise.resolve()
    },
  }
}

/** In UTF-16 units: how much is gathered for a file before it is written. */
const written = 65_536

function onDisk(parts: number, folder: string): Groups {
  const waiting = Array.from({ length: parts }, (_, index) => ({
    path: join(folder, String(index)),
    text: '',
    used: false,
  }))
  const made = mkdir(folder, { recursive: true })
  const write = async (part: (typeof waiting)[number]) => {
    await made
    await appendFile(part.path, part.text)
    part.text = ''
    part.used = true
  }
  return {
    add: async (key, { line, cells }) => {
      const part = waiting[createHash('sha256').update(key).digest().readUInt32BE() % parts]
      if (part === undefined) return
      part.text += `${stringifyJson([key, line, cells])}\n`
      if (part.text.length >= written) await write(part)
    },
    async *each() {
      for (const part of waiting) {
        if (part.text !== '') await write(part)
        if (!part.used) continue
        const groups = inMemory()
        for await (const [key, row] of readBack(part.path)) await groups.add(key, row)
        yield* groups.each()
      }
    },
    close: async () => {
      await made
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function* readBack(path: string): AsyncGenerator<readonly [string, GoodRow]> {
  for await (const lines of readLines(createReadStream(path), 'utf-8')) {
    for (const { text } of lines) {
      const parsed = parseJson(text)
      if (!parsed.ok) throw new Error(`What the import wrote to ${path} is damaged`)
      // Written by `add`.
      const [key, line, cells] = parsed.value as readonly Json[] as [string, number, JsonObject]
      yield [key, { line, cells: Object.assign(Object.create(null) as JsonObject, cells) }]
    }
  }
}
