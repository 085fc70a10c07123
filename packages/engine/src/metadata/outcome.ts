/** Why something was not done: a code, the place, and a message that names the next step. */
export interface Refusal<Code extends string> {
  readonly code: Code
  readonly at: readonly (string | number)[]
  readonly message: string
}

export type Outcome<Value, Code extends string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Refusal<Code> }

export function done<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value }
}

export function refused<Code extends string>(
  code: Code,
  at: readonly (string | number)[],
  message: string,
): { readonly ok: false; readonly error: Refusal<Code> } {
  return { ok: false, error: { code, at, message } }
}
