import type { Json, MessageKind, MessageLimits } from '@muster/core'

export interface IngestApi {
  /** Takes one call's messages. 'taken' means that they are durable; 'busy' that nothing of it was kept and the sender should come back. */
  readonly take: (call: IngestCall) => Promise<IngestOutcome>
  readonly rejects: (
    page: RejectsPage,
  ) => Promise<{ readonly rejects: readonly Reject[]; readonly next: string | undefined }>
  /** Sends kept messages through ingest once more, as they were or as `corrected`; each says how it went. */
  readonly replay: (
    replays: readonly { readonly id: string; readonly corrected?: Json }[],
  ) => Promise<readonly Replayed[]>
}

export interface IngestCall {
  readonly messages: readonly Json[]
  /** Fixed by the route; in a batch each message says its own `type`. */
  readonly kind?: MessageKind
  readonly sentAt?: Json
  /** Bytes of each message, or of the body for a single one. */
  readonly byteLengths: readonly number[]
  readonly source: string
  /** For messages that do not come from outside: an import may bring larger ones than a sender may. */
  readonly limits?: MessageLimits
}

export type IngestOutcome =
  | {
      readonly kind: 'taken'
      readonly accepted: number
      readonly duplicates: number
      readonly rejected: readonly RejectedMessage[]
    }
  | {
      readonly kind: 'busy'
      readonly retryAfterSeconds: number
      /** Too much is under way, when it is left out. */
      readonly because?: 'disk_nearly_full'
    }

export interface RejectedMessage {
  /** Its place in the call. */
  readonly index: number
  readonly code: string
  readonly at: readonly (string | number)[]
  readonly message: string
  /** Under which the message is kept. */
  readonly rejectId: string
}

export interface RejectsPage {
  readonly after?: string
  readonly limit: number
  readonly code?: string
  readonly state?: 'open' | 'replayed'
}

export interface Reject {
  readonly id: string
  readonly receivedAt: number
  readonly code: string
  readonly at: readonly (string | number)[]
  readonly message: string
  readonly body: Json
  readonly source: string
  readonly state: 'open' | 'replayed'
}

export interface Replayed {
  readonly id: string
  readonly outcome: 'accepted' | 'duplicate' | 'rejected' | 'unknown' | 'busy'
  readonly reason?: { readonly code: string; readonly message: string }
}
