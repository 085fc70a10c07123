/**
 * The archive of a backup: POSIX tar (IEEE Std 1003.1-2001, `pax`), so that any `tar` can list it. Only what a backup needs is here:
 * folders, files and symbolic links.
 */
export type TarEntry =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | {
      readonly kind: 'file'
      readonly path: string
      readonly size: number
      /** Exactly `size` bytes. */
      readonly content: AsyncIterable<Uint8Array>
    }

/** The bytes are no tar, or end before their time. */
export class TarError extends Error {
  override readonly name = 'TarError'
}

const BLOCK = 512
/** Eleven octal digits; what is larger stands in an extended header. */
const LARGEST = 8 ** 11 - 1
const FLAGS = { file: '0', link: '2', folder: '5', extended: 'x' } as const

/** Throws a {@link TarError} when a file has another length than it said. */
export async function* writeTar(entries: AsyncIterable<TarEntry>): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) {
    yield* headersOf(entry)
    if (entry.kind === 'file') yield* contentOf(entry)
  }
  yield Buffer.alloc(2 * BLOCK)
}

async function* contentOf({
  path,
  size,
  content,
}: Extract<TarEntry, { kind: 'file' }>): AsyncGenerator<Uint8Array> {
  let written = 0
  for await (const chunk of content) {
    written += chunk.byteLength
    yield chunk
  }
  if (written !== size) throw new TarError(`${path} has ${written} bytes instead of ${size}`)
  if (paddingOf(size) > 0) yield Buffer.alloc(paddingOf(size))
}

function headersOf(entry: TarEntry): readonly Uint8Array[] {
  const size = entry.kind === 'file' ? entry.size : 0
  const target = entry.kind === 'link' ? entry.target : ''
  const fields: Record<string, string> = {}
  if (Buffer.byteLength(entry.path) > 100) fields['path'] = entry.path
  if (Buffer.byteLength(target) > 100) fields['linkpath'] = target
  if (size > LARGEST) fields['size'] = String(size)
  const header = headerOf(entry.path, FLAGS[entry.kind], Math.min(size, LARGEST), target)
  const extended = Buffer.from(Object.entries(fields).map(recordOf).join(''))
  if (extended.length === 0) return [header]
  const padding = Buffer.alloc(paddingOf(extended.length))
  return [headerOf('extended', FLAGS.extended, extended.length, ''), extended, padding, header]
}

function headerOf(path: string, flag: string, size: number, target: string): Uint8Array {
  const header = Buffer.alloc(BLOCK)
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')
  Buffer.from(path).copy(header, 0, 0, 100)
  header.write(octal(flag === FLAGS.folder ? 0o700 : 0o600, 7), 100)
  header.write(octal(0, 7), 108)
  header.write(octal(0, 7), 116)
  header.write(octal(size, 11), 124)
  header.write(octal(0, 11), 136)
  header.write(flag, 156)
  Buffer.from(target).copy(header, 157, 0, 100)
  header.write('ustar\u000000', 257)
  header.write(`${octal(sumOf(header), 6)}\0 `, 148)
  return header
}

/** A record says its own length, which counts its own digits too. */
function recordOf([name, value]: readonly [string, string]): string {
  const rest = Buffer.byteLength(` ${name}=${value}\n`)
  let length = rest + String(rest).length
  if (String(length).length + rest !== length) length++
  return `${length} ${name}=${value}\n`
}

const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

/** The sum of the header's bytes, with blanks where the sum itself stands. */
function sumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 0x20 : byte), 0)
}

/** Entries as they come; a file's content is to be read before the next is asked for, what is left of it is passed over. */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const bytes = createBytes(chunks)
  let fields: Readonly<Record<string, string>> = {}
  for (;;) {
    const header = await bytes.take(BLOCK)
    if (header.every((byte) => byte === 0)) return bytes.drain()
    const { path, flag, size, target } = readHeader(header)
    if (flag === FLAGS.extended) {
      if (size > 1024 * 1024) throw new TarError('an extended header is too long')
      fields = recordsIn(await bytes.take(size))
      await bytes.skip(paddingOf(size))
      continue
    }
    const named = { path: fields['path'] ?? path }
    if (flag === FLAGS.folder) yield { kind: 'folder', ...named }
    else if (flag === FLAGS.link)
      yield { kind: 'link', ...named, target: fields['linkpath'] ?? target }
    else if (flag === FLAGS.file) {
      const length = Number(fields['size'] ?? size)
      const part = bytes.part(length)
      yield { kind: 'file', ...named, size: length, content: part.content }
      await bytes.skip(part.left() + paddingOf(length))
    } else throw new TarError(`${named.path} is of a kind that no backup has`)
    fields = {}
  }
}

function readHeader(bytes: Uint8Array) {
  const header = Buffer.from(bytes)
  const text = (from: number, to: number) =>
    header.toString('utf8', from, to).split('\0', 1)[0] ?? ''
  const octal = (from: number, to: number) => Number.parseInt(text(from, to).trim() || '0', 8)
  if (text(257, 262) !== 'ustar' || octal(148, 156) !== sumOf(header))
    throw new TarError('a header is not one of a tar')
  return { path: text(0, 100), flag: text(156, 157), size: octal(124, 136), target: text(157, 257) }
}

function recordsIn(bytes: Uint8Array): Readonly<Record<string, string>> {
  const lines = Buffer.from(bytes).toString('utf8').split('\n').slice(0, -1)
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^\d+ ([^=]+)=(.*)$/su.exec(line) ?? []
      if (name === undefined || value === undefined) throw new TarError('a record is malformed')
      return [name, value]
    }),
  )
}

/** Reads a stream of chunks in pieces of the lengths that are asked for. */
function createBytes(chunks: AsyncIterable<Uint8Array>) {
  const source = chunks[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array()

  /** At most so many bytes, at least one. */
  const some = async (most: number): Promise<Uint8Array> => {
    while (rest.byteLength === 0) {
      const next = await source.next()
      if (next.done === true) throw new TarError('it ends before its time')
      rest = next.value
    }
    const taken = rest.subarray(0, most)
    rest = rest.subarray(taken.byteLength)
    return taken
  }
  const take = async (length: number): Promise<Uint8Array> => {
    const parts: Uint8Array[] = []
    for (let left = length; left > 0; left -= parts.at(-1)?.byteLength ?? 0)
      parts.push(await some(left))
    return Buffer.concat(parts)
  }
  const skip = async (length: number): Promise<void> => {
    for (let left = length; left > 0;) left -= (await some(left)).byteLength
  }
  /** To the end, so that whoever checks a sum over everything has seen everything. */
  const drain = async (): Promise<void> => {
    while ((await source.next()).done !== true);
  }
  const part = (length: number) => {
    let left = length
    async function* content(): AsyncGenerator<Uint8Array> {
      while (left > 0) {
        const chunk = await some(left)
        left -= chunk.byteLength
        yield chunk
      }
    }
    return { content: content(), left: () => left }
  }
  return { take, skip, drain, part }
}
