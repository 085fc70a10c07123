import type { Json } from '@muster/core'
import { sendJson } from './sendJson.ts'

export type Place = readonly (string | number)[]

/** One thing that is wrong with a request. */
export interface Fault {
  readonly code: string
  readonly at: Place
  readonly message: string
  readonly didYouMean?: string
}

/** Why a request was not done, as RFC 9457 sends it. The detail ends with the next step. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly at: Place
  readonly detail: string
  /** When several things are wrong: all of them, the first included. */
  readonly errors?: readonly Fault[]
  readonly headers?: Readonly<Record<string, string>>
  /** What else helps whoever reads it. */
  readonly extra?: Readonly<Record<string, Json>>
}

export function problem(
  status: number,
  code: string,
  at: Place,
  detail: string,
  more: Pick<Problem, 'errors' | 'headers' | 'extra'> = {},
): Problem {
  return { status, code, at, detail, ...more }
}

const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'A key or a sign-in is needed',
  403: 'This is not allowed',
  404: 'There is no such thing',
  405: 'The method does not fit the address',
  409: 'It does not fit what is there',
  413: 'The body is too large',
  415: 'The body is of a kind that is not taken',
  422: 'The request cannot be done as it is',
  429: 'Too much at once',
  500: 'Something broke on our side',
  503: 'Not ready',
}

export function sendProblem(problem: Problem): Response {
  const { status, code, at, detail, errors, extra } = problem
  const body = {
    type: `urn:muster:problem:${code}`,
    title: titles[status] ?? 'Not done',
    status,
    code,
    at,
    detail,
    ...(errors === undefined ? {} : { errors }),
    ...extra,
  }
  return sendJson(body, status, {
    'content-type': 'application/problem+json',
    ...(status === 401 && { 'www-authenticate': 'Bearer realm="muster"' }),
    ...problem.headers,
  })
}
