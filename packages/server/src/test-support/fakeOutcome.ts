/** Outcomes as the engine makes them. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false
      readonly error: {
        readonly code: string
        readonly at: readonly (string | number)[]
        readonly message: string
      }
    }

export const done = <Value>(value: Value): Outcome<Value> => ({ ok: true, value })
export const refused = (
  code: string,
  at: readonly (string | number)[],
  message = `Refused: ${code}. Do otherwise.`,
): Outcome<never> => ({ ok: false, error: { code, at, message } })
