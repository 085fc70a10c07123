import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Problem } from './problem.ts'
import { problem } from './problem.ts'

export type ReadBody =
  | { readonly ok: true; readonly text: string; readonly bytes: number }
  | { readonly ok: false; readonly problem: Problem }

const inflate = promisify(gunzip)
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The text of a body, inflated if it says so. `maxBytes` holds for what travels and for what comes out, so that a small bomb
 * does not become a large one.
 */
export async function readBody(request: Request, maxBytes: number): Promise<ReadBody> {
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  if (encoding !== 'identity' && encoding !== '' && encoding !== 'gzip' && encoding !== 'x-gzip') {
    const detail = 'Bodies come as they are or with "content-encoding: gzip". Send it so.'
    return refuse(415, 'unsupported_encoding', ['content-encoding'], detail)
  }
  const sent = await readBytes(request, maxBytes)
  if (sent === 'too_large') return tooLarge(maxBytes)
  if (sent === 'cut_off') {
    return refuse(400, 'body_cut_off', [], 'The body ended before it was whole. Send it again.')
  }
  const plain = encoding.endsWith('gzip') ? await inflated(sent, maxBytes) : sent
  if (plain === 'too_large') return tooLarge(maxBytes)
  if (plain === 'no_gzip') {
    const detail =
      'The body says "content-encoding: gzip" and cannot be inflated. Send it whole, or without the header.'
    return refuse(400, 'invalid_gzip', [], detail)
  }
  try {
    return { ok: true, text: utf8.decode(plain), bytes: plain.byteLength }
  } catch {
    return refuse(400, 'invalid_utf8', [], 'The body is no UTF-8. Send JSON in UTF-8.')
  }
}

async function readBytes(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array | 'too_large' | 'cut_off'> {
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) > maxBytes) return 'too_large'
  try {
    // The server never hands on more than was declared, so what has a length may be read in one go.
    if (declared !== null) return cutAt(new Uint8Array(await request.arrayBuffer()), maxBytes)
    if (request.body === null) return new Uint8Array()
    return await readChunks(request.body, maxBytes)
  } catch {
    return 'cut_off'
  }
}

function cutAt(bytes: Uint8Array, maxBytes: number): Uint8Array | 'too_large' {
  return bytes.byteLength > maxBytes ? 'too_large' : bytes
}

async function readChunks(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | 'too_large'> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = body.getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.byteLength
    if (length > maxBytes) {
      await reader.cancel()
      return 'too_large'
    }
    chunks.push(read.value)
  }
  return Buffer.concat(chunks)
}

async function inflated(
  bytes: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array | 'too_large' | 'no_gzip'> {
  try {
    return await inflate(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    const isLarge =
      error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    return isLarge ? 'too_large' : 'no_gzip'
  }
}

function tooLarge(maxBytes: number): ReadBody {
  const detail = `The body is larger than ${maxBytes} bytes, before or after inflating. Send less at once.`
  return refuse(413, 'body_too_large', [], detail)
}

function refuse(status: number, code: string, at: readonly string[], detail: string): ReadBody {
  return { ok: false, problem: problem(status, code, at, detail) }
}
