import type { Refusal } from '../../metadata/outcome.ts'

/** What is wrong with a row. */
export type Fault = Refusal<string>

export type Read<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: Fault }

export function good<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value }
}

export function bad(
  code: string,
  at: readonly (string | number)[],
  message: string,
): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: { code, at, message } }
}

/** A value short enough to be repeated in a message. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
