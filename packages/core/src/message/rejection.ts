/** Why a message is not taken. A closed list: each code stands in SPEC-identity.md with its rule. */
export type RejectionCode =
  | 'message_too_large'
  | 'not_an_object'
  | 'unknown_type'
  | 'type_mismatch'
  | 'invalid_message_id'
  | 'invalid_event'
  | 'invalid_key'
  | 'too_many_keys'
  | 'nested_too_deep'
  | 'invalid_timestamp'
  | 'timestamp_out_of_range'
  | 'invalid_group_id'
  | 'missing_user_id'
  | 'missing_previous_id'
  | 'no_identifier'

export interface Rejection {
  readonly code: RejectionCode
  /** The place in the message as it was sent. */
  readonly at: readonly (string | number)[]
  /** Ends with the next step. */
  readonly message: string
}

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly rejection: Rejection }

export function accept<Value>(value: Value): Outcome<Value> {
  return { ok: true, value }
}

export function reject(
  code: RejectionCode,
  at: readonly (string | number)[],
  message: string,
): { readonly ok: false; readonly rejection: Rejection } {
  return { ok: false, rejection: { code, at, message } }
}

/** What was sent, short enough to be repeated to the sender. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
