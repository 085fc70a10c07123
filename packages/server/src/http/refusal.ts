import type { Done } from './route.ts'
import { answer, refuse } from './route.ts'
import type { Place } from './problem.ts'
import { problem } from './problem.ts'

/** As the engine says why it did not do something. */
interface Refusal {
  readonly code: string
  readonly at: Place
  readonly message: string
  /** After how long to come back. */
  readonly retryAfterSeconds?: number
}

type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Refusal }

/** The engine's outcome as the answer of a route: its value in the form in which it is sent, or its refusal as a problem. */
export function done<Value, Sent>(
  outcome: Outcome<Value>,
  send: (value: Value) => Sent,
): Done<Sent> {
  return outcome.ok ? answer(send(outcome.value)) : refuse(refusalProblem(outcome.error))
}

/** An answer when there is something, and a 404 that says what there is not. */
export function found<Value, Sent>(
  value: Value | undefined,
  send: (value: Value) => Sent,
  missing: Refusal,
): Done<Sent> {
  return value === undefined ? refuse(refusalProblem(missing)) : answer(send(value))
}

export function refusalProblem({ code, at, message, retryAfterSeconds: seconds }: Refusal) {
  const headers = seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } }
  return problem(statusOf(code, at), code, at, message, headers)
}

/** Something else was there first, or has changed since it was read. */
const conflicts = /_taken$|^edited_meanwhile$|^already_|^archived$|_archived$|^last_owner$/

const statuses: Readonly<Record<string, number>> = {
  wrong_credentials: 401,
  owners_only: 403,
  too_many_attempts: 429,
}

function statusOf(code: string, at: Place): number {
  const status = statuses[code]
  if (status !== undefined) return status
  if (conflicts.test(code)) return 409
  // What the address names stands at most one step deep; deeper, or in a definition, it is a fault of the body.
  const isSubject = at.length <= 1 && at[0] !== 'definition'
  return code.startsWith('unknown_') && isSubject ? 404 : 422
}

export const noAudience = (id: string): Refusal => ({
  code: 'unknown_audience',
  at: ['id'],
  message: `There is no audience "${id}". Check the id, or list the audiences.`,
})

export const noProfile = (profile: bigint): Refusal => ({
  code: 'unknown_profile',
  at: ['profile'],
  message: `There is no profile ${profile.toString()}. Find it by one of its identifiers.`,
})
