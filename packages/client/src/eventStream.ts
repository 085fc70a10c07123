/** One event of a stream of server-sent events. */
export interface StreamEvent {
  /** The id that is in force after it: the one to resume from. */
  readonly id: string
  readonly event: string
  /** Empty for one that only moves the id. */
  readonly data: string
}

/** How long one line may become, in UTF-16 units: a stream without an end of line must not fill the memory. */
const LONGEST = 8 * 1024 * 1024

/**
 * Reads server-sent events as the HTML standard defines them: lines end with LF, CR or CRLF, and what is not
 * ended by an empty line when the stream ends does not count. Comments are left out. It also ends when `signal` fires.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<StreamEvent, void, undefined> {
  let id = ''
  let event = ''
  let data: string[] = []
  let touched = false
  for await (const line of readLines(body, signal)) {
    if (line === '') {
      if (touched) yield { id, event: event === '' ? 'message' : event, data: data.join('\n') }
      event = ''
      data = []
      touched = false
      continue
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/su.exec(line) ?? []
    switch (field) {
      case 'id':
        if (!value.includes('\0')) id = value
        touched = true
        break
      case 'event':
        event = value
        break
      case 'data':
        data.push(value)
        touched = true
        break
      default:
        // A comment, or a field of a later version.
        break
    }
  }
}

async function* readLines(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  const reader = body.getReader()
  const leave = () => void reader.cancel().catch(() => undefined)
  signal?.addEventListener('abort', leave)
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      rest += decoder.decode(read.value, { stream: true })
      if (rest.length > LONGEST) throw new Error('a line of the stream is too long')
      // A CR at the very end may be the first half of CRLF.
      const ends = /\r\n|\n|\r(?!$)/g
      let start = 0
      for (let end = ends.exec(rest); end !== null; end = ends.exec(rest)) {
        yield rest.slice(start, end.index)
        start = ends.lastIndex
      }
      rest = rest.slice(start)
    }
  } finally {
    signal?.removeEventListener('abort', leave)
    // Whoever stops listening early lets go of the connection.
    await reader.cancel().catch(() => undefined)
  }
}
