import type { z } from '@hono/zod-openapi'
import type { Fault, Problem } from './problem.ts'
import { problem } from './problem.ts'
import { placeOfNul } from './readJson.ts'
import type { ReadJson } from './readJson.ts'

/** The schemas of what a route takes; a part that is left out takes nothing. */
export interface Shape {
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
}

type Part<S> = S extends z.ZodType ? z.output<S> : Readonly<Record<string, never>>

export interface Infer<S extends Shape> {
  readonly params: Part<S['params']>
  readonly query: Part<S['query']>
  readonly body: Part<S['body']>
}

interface Sent {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly json: () => Promise<ReadJson>
}

export type ReadInput<S extends Shape> =
  | { readonly ok: true; readonly value: Infer<S> }
  | { readonly ok: false; readonly problem: Problem }

/** Reads all that a request brings by the schemas of its route. What does not fit is refused with every fault and its place. */
export async function readInput<S extends Shape>(shape: S, sent: Sent): Promise<ReadInput<S>> {
  const faults: Fault[] = []
  const read = (
    schema: z.ZodType | undefined,
    value: unknown,
    under: readonly string[],
  ): unknown => {
    const nul = placeOfNul(value)
    if (nul !== undefined) faults.push(nulFault([...under, ...nul]))
    if (schema === undefined) return {}
    const parsed = schema.safeParse(value)
    if (!parsed.success) faults.push(...parsed.error.issues.map((issue) => faultOf(issue, under)))
    return parsed.data
  }

  const params = read(shape.params, sent.params, ['path'])
  const query = read(shape.query, sent.query, ['query'])
  let body: unknown = {}
  if (shape.body !== undefined) {
    const json = await sent.json()
    if (!json.ok) return json
    body = read(shape.body, json.value, [])
  }
  const [first] = faults
  if (first !== undefined) return { ok: false, problem: invalid(first, faults) }
  // Each part was read by its own schema just above.
  return { ok: true, value: { params, query, body } as Infer<S> }
}

function invalid(first: Fault, errors: readonly Fault[]): Problem {
  return problem(422, first.code, first.at, first.message, { errors })
}

function nulFault(at: readonly (string | number)[]): Fault {
  const message = 'The text has the character U+0000, which cannot be kept. Take it out.'
  return { code: 'invalid_text', at, message }
}

function faultOf(issue: z.core.$ZodIssue, under: readonly string[]): Fault {
  const at = [
    ...under,
    ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
  ]
  switch (issue.code) {
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => JSON.stringify(key)).join(', ')
      return { code: 'unknown_key', at, message: `Nothing here is called ${keys}. Leave it out.` }
    }
    case 'invalid_type':
    case 'invalid_value':
    case 'invalid_union':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'too_big':
    case 'too_small':
    case 'custom': {
      const message = `${issue.message}. Send what the description of the API says (/openapi.json).`
      return { code: codes[issue.code], at, message }
    }
  }
}

const codes = {
  invalid_type: 'wrong_type',
  invalid_value: 'unknown_value',
  invalid_union: 'wrong_type',
  invalid_format: 'wrong_format',
  invalid_key: 'wrong_type',
  invalid_element: 'wrong_type',
  not_multiple_of: 'out_of_range',
  too_big: 'out_of_range',
  too_small: 'out_of_range',
  custom: 'wrong_type',
} as const
