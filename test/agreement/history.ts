import {
  parseJson,
  stringifyJson,
  type Definition,
  type Identifier,
  type Json,
  type TraitExpression,
} from '@muster/core'

/**
 * Everything that happens to one engine, in order: several people's histories side by side, the audiences that all of them are asked
 * about, and the one clock. Instants are milliseconds since 1970 UTC.
 */
export interface History {
  readonly zone: string
  readonly start: number
  readonly steps: readonly Step[]
}

export type Step =
  | { readonly do: 'send'; readonly messages: readonly Json[] }
  | { readonly do: 'merge'; readonly one: Identifier; readonly other: Identifier }
  | {
      readonly do: 'unmerge'
      readonly of: Identifier
      readonly groups: readonly (readonly Identifier[])[]
    }
  | { readonly do: 'leave'; readonly of: Identifier; readonly account: string }
  | {
      readonly do: 'list'
      readonly list: string
      readonly identifiers: readonly Identifier[]
      readonly present: boolean
    }
  | { readonly do: 'create'; readonly id: string; readonly definition: Definition }
  | { readonly do: 'edit'; readonly id: string; readonly definition: Definition }
  /** A computed trait by this name comes to something else from now on, or to something for the first time. */
  | { readonly do: 'define'; readonly name: string; readonly expression: TraitExpression }
  | { readonly do: 'archive'; readonly id: string }
  | { readonly do: 'revive'; readonly id: string }
  /** The clock shows another instant, maybe an earlier one. */
  | { readonly do: 'clock'; readonly to: number }
  /** The process ends, without waiting for anything, and begins again on the same folders. */
  | { readonly do: 'restart' }
  /** Engine and reference have to agree, and on the size of these definitions too. */
  | { readonly do: 'check'; readonly previews: readonly Definition[] }

/** A history as a corpus file: JSON in which integers beyond 2^53 keep their digits. */
export function writeHistory(history: History): string {
  // A history is plain data; what the type does not say is that it holds no undefined.
  return stringifyJson(history as unknown as Json)
}

export function readHistory(text: string): History {
  const parsed = parseJson(text)
  if (!parsed.ok) throw new Error(`corpus file: ${parsed.message}`)
  return parsed.value as unknown as History
}
