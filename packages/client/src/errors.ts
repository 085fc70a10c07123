import type { Problem } from '@muster/server'

/** Muster answered that it did not do something, and why: the code is for programs, the message ends with the next step. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: number
  readonly problem: Problem
  /** After how many seconds to come back, when it says so. */
  readonly retryAfter: number | undefined

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail)
    this.status = problem.status
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

/** Nobody answered, or somebody who is no Muster. */
export class NotReachableError extends Error {
  override readonly name = 'NotReachableError'
  readonly url: string

  constructor(url: string, why: string, cause?: unknown) {
    super(`${url} does not answer as Muster does (${why}). Check the address and that it runs.`, {
      cause,
    })
    this.url = url
  }
}
