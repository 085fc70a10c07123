import { z } from '@hono/zod-openapi'
import type { Json, JsonObject } from '@muster/core'

/** Any JSON, handed on as it is: with every digit, and with keys such as `__proto__` as plain keys. */
export const jsonSchema = z
  .custom<Json>((value) => value !== undefined, 'A value is missing')
  .openapi({
    type: ['null', 'boolean', 'number', 'string', 'array', 'object'],
    description: 'Any JSON. Integers of up to 64 bits keep every digit.',
  })

export const jsonObjectSchema = z
  .custom<JsonObject>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'An object is expected',
  )
  .openapi({ type: 'object', description: 'Any JSON object.' })

/** Whatever is sent: the engine checks it and says everything that is wrong with it, each with its place. */
export const definitionSchema = z
  .custom<Json>((value) => value !== undefined, 'A definition is missing')
  .openapi('Definition', {
    type: 'object',
    description: 'A definition in the audience language.',
    example: { event: 'Order Completed', window: { last: '30d' } },
  })

/** The instants of the audience language: those of the years 1 to 9999. */
const earliest = -62_135_596_800_000
const latest = 253_402_300_799_999

export const instantSchema = z
  .int()
  .min(earliest)
  .max(latest)
  .openapi({ description: 'Milliseconds since 1970 UTC.', example: 1764547200000 })

/** An instant in a query, where everything is text. */
export const instantTextSchema = z.coerce
  .number()
  .int()
  .min(earliest)
  .max(latest)
  .openapi({ type: 'integer', description: 'Milliseconds since 1970 UTC.' })

const digits = /^(?:0|[1-9]\d{0,19})$/
/** What both stores can hold. */
const highest = 2n ** 63n - 1n

/** 64-bit ids travel as decimal text, since not every reader of JSON keeps their digits. */
export const idSchema = z
  .string()
  .refine(
    (text) => digits.test(text) && BigInt(text) <= highest,
    'A whole number up to 2^63 - 1, as decimal text, is expected',
  )
  .openapi({ type: 'string', pattern: '^(?:0|[1-9]\\d{0,19})$', example: '4711' })

/** Where a reader of changes stands: the number of a change, which callers need not know. */
export const cursorSchema = idSchema.openapi({ description: 'From an earlier answer.' })

export const placeSchema = z
  .array(z.union([z.string(), z.int()]))
  .readonly()
  .openapi({ description: 'Keys and places in lists, from the root down.', example: ['all', 0] })

export const faultSchema = z
  .object({
    code: z.string(),
    at: placeSchema,
    message: z.string(),
    didYouMean: z.string().optional(),
  })
  .openapi('Fault')

export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().openapi({ description: 'For programs; in snake_case.' }),
    at: placeSchema,
    detail: z.string().openapi({ description: 'What is wrong, and the next step.' }),
    errors: z.array(faultSchema).optional(),
  })
  .openapi('Problem', { description: 'Why a request was not done (RFC 9457).' })

export const identifierSchema = z
  .strictObject({ kind: z.string().min(1), value: z.string().min(1) })
  .openapi('Identifier', { example: { kind: 'email', value: 'ada@example.com' } })

export const latencySchema = z
  .object({ changes: z.int(), p50: z.number(), p95: z.number(), p99: z.number() })
  .openapi('Latency', {
    description: 'Milliseconds from the evidence to the change on record, over the last day.',
  })

/** How many things a page has. */
export const limitSchema = (usual: number, most: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(most)
    .default(usual)
    .openapi({ type: 'integer', minimum: 1, maximum: most, default: usual })

export type Identifier = z.output<typeof identifierSchema>
export type Problem = z.output<typeof problemSchema>
export type Fault = z.output<typeof faultSchema>
export type Latency = z.output<typeof latencySchema>
