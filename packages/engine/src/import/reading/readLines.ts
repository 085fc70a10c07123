/** A physical line without its line feed; a carriage return before it is kept. */
export interface TextLine {
  readonly number: number
  /** Empty when the line was too long to be kept. */
  readonly text: string
  readonly tooLong: boolean
}

/** In UTF-16 units. No message may be that long, and no memory should depend on where a file has its line feeds. */
const longest = 1_048_576

/**
 * The lines of a text, numbered from 1, as many at a time as came in. A byte order mark is left away; bytes that are no text in the
 * encoding become U+FFFD. Throws a `RangeError` for an encoding that this runtime does not know.
 */
export async function* readLines(
  bytes: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<readonly TextLine[]> {
  const decoder = new TextDecoder(encoding)
  let number = 0
  let rest = ''
  let tooLong = false
  // A function, since the compiler does not see that `take` changes it.
  const isTooLong = () => tooLong
  const take = (text: string): readonly TextLine[] => {
    const lines: TextLine[] = []
    rest += text
    let start = 0
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
      const over = tooLong || end - start > longest
      lines.push({ number: ++number, text: over ? '' : rest.slice(start, end), tooLong: over })
      tooLong = false
      start = end + 1
    }
    rest = rest.slice(start)
    if (rest.length > longest) {
      tooLong = true
      rest = ''
    }
    return lines
  }
  for await (const chunk of bytes) yield take(decoder.decode(chunk, { stream: true }))
  yield take(decoder.decode())
  if (rest !== '' || isTooLong()) {
    yield [{ number: number + 1, text: rest, tooLong: isTooLong() }]
  }
}
