import type { JsonObject } from '../value/json.ts'

export type MessageKind = 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias'

/** One identifier as it is compared: already trimmed, lower-cased, E.164 ... by the rules of its kind. */
export interface Identifier {
  readonly kind: string
  readonly value: string
}

/**
 * One message that has passed the checks of ingest: the clock is corrected, the identifiers are normalised.
 * Instants are whole milliseconds since 1970 UTC.
 */
export interface Message {
  readonly kind: MessageKind
  readonly messageId: string
  readonly timestamp: number
  readonly receivedAt: number
  /** The name an audience sees: of a track call, or "Page Viewed" / "Screen Viewed". Empty for the other kinds. */
  readonly event: string
  /** Of track, page and screen; `{}` for the others. */
  readonly properties: JsonObject
  /** Of identify (the profile's) and group (the account's); `{}` for the others. */
  readonly traits: JsonObject
  readonly context: JsonObject
  /** The account of a group call; empty for the other kinds. */
  readonly groupId: string
  /** The usable identifiers, highest priority first; at least one. */
  readonly identifiers: readonly Identifier[]
  /** Of an alias call: the identifier that joins the first of `identifiers`. */
  readonly previous?: Identifier
}
