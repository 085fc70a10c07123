import { parseJson, stringifyJson } from '@muster/core'
import type { Json } from '@muster/core'

/** What is being built is kept in this browser until it is saved or thrown away; `new` is the one that has no id yet. */
const NAME = 'muster.draft.'
const LONGEST = 64 * 1024

export const drafts = {
  read(id: string): Json | undefined {
    const parsed = parseJson(localStorage.getItem(NAME + id) ?? '')
    return parsed.ok ? parsed.value : undefined
  },
  keep(id: string, definition: Json): void {
    localStorage.setItem(NAME + id, stringifyJson(definition))
  },
  drop(id: string): void {
    localStorage.removeItem(NAME + id)
  },
}

/** A definition as text for the part of an address that is never sent to a server: compressed, in letters that need no escape. */
export async function encodeDraft(definition: Json): Promise<string> {
  const text = new Blob([stringifyJson(definition)]).stream()
  const bytes = await bytesOf(text.pipeThrough(new CompressionStream('deflate-raw')))
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** What `encodeDraft` made; nothing for any other text. */
export async function decodeDraft(text: string): Promise<Json | undefined> {
  // A definition has at most 64 KB; somebody else's link must not fill the memory.
  if (text.length > LONGEST) return undefined
  try {
    const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
    const stream = new Blob([bytes]).stream()
    const read = await bytesOf(stream.pipeThrough(new DecompressionStream('deflate-raw')))
    const parsed = parseJson(new TextDecoder().decode(read))
    return parsed.ok ? parsed.value : undefined
  } catch {
    // Cut short or mistyped: the stream refuses what is not whole.
    return undefined
  }
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
