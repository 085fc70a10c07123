import type { Json } from '@muster/core'
import { encodeDraft } from './draft.ts'

/** What an audience is called, and what it is for. */
export interface Naming {
  readonly name?: string
  readonly description?: string
}

/** The part of an address behind `#` with which the builder begins with a definition. */
export async function draftLink(definition: Json, naming: Naming = {}): Promise<string> {
  return new URLSearchParams({ draft: await encodeDraft(definition), ...naming }).toString()
}

/** What {@link draftLink} made; without a link when it is something else. */
export function readDraftLink(hash: string): Naming & { readonly link: string | undefined } {
  const read = new URLSearchParams(hash.replace(/^#/, ''))
  const [link, name, description] = ['draft', 'name', 'description'].map(
    (key) => read.get(key) ?? undefined,
  )
  return {
    link,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
  }
}
