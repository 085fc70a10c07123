import { randomUUID } from 'node:crypto'

/** What the name of a request may look like, when whoever sends it, or a proxy, has given it one. */
const usable = /^[\w.:-]{1,100}$/

export const requestIdHeader = 'x-request-id'

/** The request's own id if it has one, or a new one. It is in the answer and in every line of the log about the request. */
export function requestIdOf(given: string | undefined): string {
  return given !== undefined && usable.test(given) ? given : randomUUID()
}
