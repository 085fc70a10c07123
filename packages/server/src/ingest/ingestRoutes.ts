import { z } from '@hono/zod-openapi'
import type { MessageKind } from '@muster/core'
import type { IngestOutcome } from '@muster/engine'
import { problem, sendProblem } from '../http/problem.ts'
import type { Call, Route } from '../http/route.ts'
import { sendJson } from '../http/sendJson.ts'
import { jsonObjectSchema, placeSchema } from '../wire/common.ts'
import { readBatch, readSingle } from './readCall.ts'
import type { ReadCall, SentCall } from './readCall.ts'

/** Segment's limit for a batch, held to both what travels and what it inflates to. Each message has a limit of its own in the engine. */
export const ingestMaxBytes = 500 * 1024

const takenSchema = z
  .object({
    success: z.literal(true),
    rejected: z
      .array(
        z.object({
          index: z.int().openapi({ description: 'Its place in the batch.' }),
          code: z.string(),
          at: placeSchema,
          message: z.string(),
          rejectId: z.string().openapi({ description: 'Under which the message is kept.' }),
        }),
      )
      .readonly()
      .exactOptional(),
  })
  .openapi('Taken')

interface Kind {
  readonly short: string
  readonly kind: MessageKind
}
const kinds: readonly Kind[] = [
  { short: 't', kind: 'track' },
  { short: 'i', kind: 'identify' },
  { short: 'p', kind: 'page' },
  { short: 's', kind: 'screen' },
  { short: 'g', kind: 'group' },
  { short: 'a', kind: 'alias' },
]

/** The HTTP interface of the Segment spec, as its SDKs speak it. */
export const ingestRoutes: readonly Route[] = [
  ...kinds.flatMap(({ kind, short }) => {
    const read = (sent: SentCall) => readSingle(sent, kind)
    const summary = `Send one ${kind} message.`
    return [
      ingestRoute(kind, kind, summary, read),
      ingestRoute(short, `${kind}Short`, summary, read),
    ]
  }),
  ingestRoute('batch', 'batch', 'Send messages of any type.', readBatch),
  ingestRoute('b', 'batchShort', 'Send messages of any type.', readBatch),
]

function ingestRoute(
  name: string,
  operation: string,
  summary: string,
  read: (sent: SentCall) => ReadCall,
): Route {
  return {
    operation,
    method: 'post',
    path: `/v1/${name}`,
    needs: 'messages.write',
    keyInBody: true,
    maxBytes: ingestMaxBytes,
    group: 'messages',
    summary,
    shape: { body: jsonObjectSchema },
    answer: { status: 200, schema: takenSchema },
    respond: (call) => take(call, read),
  }
}

async function take(call: Call, read: (sent: SentCall) => ReadCall): Promise<Response> {
  const contentType = call.request.headers.get('content-type')
  if (!isTaken(contentType)) {
    const detail = `A body of type ${JSON.stringify(contentType)} is not taken. Send application/json.`
    return sendProblem(problem(415, 'unsupported_type', ['content-type'], detail))
  }
  const body = await call.json()
  if (!body.ok) return sendProblem(body.problem)
  const message = read({ body: body.value, bytes: body.bytes, source: call.by })
  if (!message.ok) return sendProblem(message.problem)
  const started = performance.now()
  const outcome = await call.engine.ingest.take(message.call)
  if (outcome.kind === 'taken') call.metrics.ingested(performance.now() - started)
  count(call, outcome, message.call.messages.length)
  return sendOutcome(outcome, message.call.kind !== undefined)
}

/** Browsers send JSON as text/plain, which spares them a preflight, and beacons may send it without a type. */
function isTaken(contentType: string | null): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  return type === '' || type === 'text/plain' || /^application\/(?:[\w.-]+\+)?json$/.test(type)
}

/** A single message that is rejected is the caller's error; in a batch the others were taken, so the call as a whole went well. */
function sendOutcome(outcome: IngestOutcome, isSingle: boolean): Response {
  if (outcome.kind === 'busy') {
    const headers = { 'retry-after': String(Math.ceil(outcome.retryAfterSeconds)) }
    if (outcome.because === 'disk_nearly_full') {
      const detail = 'The disk is nearly full. Nothing of this call was kept: send it again later.'
      return sendProblem(problem(503, 'disk_nearly_full', [], detail, { headers }))
    }
    const detail = 'Too many messages are under way. Nothing of this call was kept: send it again.'
    return sendProblem(problem(429, 'busy', [], detail, { headers }))
  }
  const { rejected } = outcome
  const [first] = rejected
  if (first === undefined) return sendJson({ success: true })
  if (!isSingle) return sendJson({ success: true, rejected })
  const { code, at, message, rejectId } = first
  const status = code === 'message_too_large' ? 413 : 400
  return sendProblem(problem(status, code, at, message, { extra: { success: false, rejectId } }))
}

function count({ metrics }: Call, outcome: IngestOutcome, sent: number): void {
  if (outcome.kind === 'busy') {
    metrics.messages('busy', sent)
    return
  }
  metrics.messages('accepted', outcome.accepted)
  metrics.messages('duplicate', outcome.duplicates)
  metrics.messages('rejected', outcome.rejected.length)
}
