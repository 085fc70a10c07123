import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { PassThrough } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { readWithChild } from './readWithChild.ts'
import { decompressed } from './fileQueries.ts'
import { UnreadableFile } from './row.ts'

export interface ByteSource {
  /** Unpacked. */
  readonly bytes: AsyncIterable<Uint8Array>
  readonly bytesDone: () => number
  readonly bytesTotal: number
  readonly close: () => Promise<void>
}

/** How the name of a file says that it is packed. */
export function compressionOf(file: string): 'gzip' | 'zstd' | 'none' {
  const name = file.toLowerCase()
  if (name.endsWith('.gz')) return 'gzip'
  return name.endsWith('.zst') ? 'zstd' : 'none'
}

/** In bytes. What comes in at once is mapped at once, and nothing else of the process runs meanwhile: some 20 ms. */
const chunkSize = 65_536

/** The contents of a file, unpacked as it is read. Throws {@link UnreadableFile}, at once or while it is read. */
export async function readBytes(file: string): Promise<ByteSource> {
  const bytesTotal = await sizeOf(file)
  // Node 20 unpacks no zstd; the warehouse's engine does, and says nothing of how far it is.
  if (compressionOf(file) === 'zstd') {
    const bytes = readWithChild(file, 'zst', [decompressed])
    const close = async () => {
      await bytes.return(undefined)
    }
    return { bytes, bytesDone: () => 0, bytesTotal, close }
  }
  const raw = createReadStream(file, { highWaterMark: chunkSize })
  const output = new PassThrough()
  const unpacked =
    compressionOf(file) === 'gzip'
      ? pipeline(raw, createGunzip({ chunkSize }), output)
      : pipeline(raw, output)
  // Whoever reads `output` learns of a failure there; one that stopped reading does not care.
  unpacked.catch(() => undefined)
  const close = () => {
    raw.destroy()
    output.destroy()
    return Promise.resolve()
  }
  return { bytes: named(output), bytesDone: () => raw.bytesRead, bytesTotal, close }
}

/** How large a file is on the disk, in bytes. Throws {@link UnreadableFile} when it is none. */
export async function sizeOf(file: string): Promise<number> {
  try {
    const facts = await stat(file)
    if (facts.isFile()) return facts.size
  } catch (error) {
    throw new UnreadableFile('file_not_found', cannotRead(file, error), error)
  }
  throw new UnreadableFile('file_not_found', `${file} is no file. Name one.`)
}

async function* named(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const message = `The file can't be read to its end: ${why}. Is it complete, and packed as its name says?`
    throw new UnreadableFile('unreadable_file', message, error)
  }
}

function cannotRead(file: string, error: unknown): string {
  const why = error instanceof Error ? error.message : String(error)
  return `${file} can't be read: ${why}. Name a file on the machine that Muster runs on.`
}
