import { parseJson } from '@muster/core'
import type { Json, JsonObject } from '@muster/core'
import type { TextLine } from './readLines.ts'
import type { Row } from './row.ts'

/** One JSON object a line, every digit kept. Lines with nothing but blanks are no rows. */
export async function* readNdjson(
  lines: AsyncGenerator<readonly TextLine[]>,
): AsyncGenerator<readonly Row[]> {
  for await (const some of lines) {
    yield some.filter(({ text, tooLong }) => tooLong || text.trim() !== '').map(rowOf)
  }
}

function rowOf({ number: line, text, tooLong }: TextLine): Row {
  if (tooLong) {
    return bad(line, 'line_too_long', 'The line is longer than any message. Is the file NDJSON?')
  }
  if (text.includes('\uFFFD')) {
    return bad(line, 'invalid_text', 'The line is no text in UTF-8. Write the file as UTF-8.')
  }
  const parsed = parseJson(text)
  if (!parsed.ok) {
    return bad(
      line,
      parsed.code,
      `The line is no JSON, from character ${parsed.offset + 1}. Correct it.`,
    )
  }
  if (!isObject(parsed.value)) {
    return bad(line, 'not_an_object', 'The line is JSON, but no object. Write one object a line.')
  }
  // Named as they are, also `__proto__`.
  const cells: JsonObject = Object.assign(Object.create(null) as JsonObject, parsed.value)
  return { line, cells }
}

function bad(line: number, code: string, message: string): Row {
  return { line, fault: { code, at: [], message } }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
