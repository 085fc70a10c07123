import { z } from '@hono/zod-openapi'
import { problem, sendProblem } from '../http/problem.ts'
import { readInput } from '../http/readInput.ts'
import { found, refusalProblem } from '../http/refusal.ts'
import type { Call, Done, Route } from '../http/route.ts'
import { answer, jsonRoute, refuse } from '../http/route.ts'
import { sendJson } from '../http/sendJson.ts'
import { limitSchema } from '../wire/common.ts'
import {
  dryRunSchema,
  importRejectsSchema,
  importSchema,
  importsSchema,
  inspectionSchema,
  mappingSchema,
  sendImport,
  uploadedSchema,
} from '../wire/import.ts'

const group = 'imports'
const params = z.object({ id: z.string().min(1) })
const start = z.strictObject({ upload: z.string().min(1), mapping: mappingSchema })
const look = start.extend({ rows: z.int().min(1).max(1_000).default(20) })
const nameQuery = z.object({
  name: z.string().min(1).max(255).openapi({
    description: 'Of the file: its endings tell how to read it, such as .csv.gz.',
    example: 'orders.csv',
  }),
})

const upload: Route = {
  operation: 'uploadFile',
  method: 'post',
  path: '/api/v1/uploads',
  needs: 'imports.write',
  maxBytes: 0,
  group,
  summary: 'Send a file, as it is, to be imported.',
  shape: { query: nameQuery },
  answer: { status: 201, schema: uploadedSchema },
  async respond(call) {
    const input = await readInput({ query: nameQuery }, call)
    if (!input.ok) return sendProblem(input.problem)
    const { body } = call.request
    if (body === null) {
      return sendProblem(problem(400, 'empty_file', [], 'The body is empty. Send the file as it.'))
    }
    const saved = await call.uploads.save(body, input.value.query.name)
    switch (saved.kind) {
      case 'saved':
        return sendJson({ upload: saved.id, bytes: saved.bytes }, 201)
      case 'too_large':
        return sendProblem(
          problem(413, 'file_too_large', [], 'The file is too large. Send it in parts.'),
        )
      case 'cut_off':
        return sendProblem(
          problem(400, 'body_cut_off', [], 'The file ended before it was whole. Send it again.'),
        )
    }
  },
}

export const importRoutes: readonly Route[] = [
  upload,
  jsonRoute({
    operation: 'inspectFile',
    method: 'post',
    path: '/api/v1/imports/inspect',
    needs: 'imports.write',
    group,
    summary: 'The columns of a file and its first rows, before anything is mapped.',
    takes: { body: look },
    answers: inspectionSchema,
    do: ({ body: { upload, mapping, rows } }, call) =>
      withFile(call, upload, async (file) =>
        outcome(await call.engine.imports.inspect(file, mapping, rows)),
      ),
  }),
  jsonRoute({
    operation: 'tryImport',
    method: 'post',
    path: '/api/v1/imports/dry-run',
    needs: 'imports.write',
    group,
    summary: 'What the first rows would become, or why not; nothing is kept.',
    takes: { body: look },
    answers: dryRunSchema,
    do: ({ body: { upload, mapping, rows } }, call) =>
      withFile(call, upload, async (file) =>
        outcome(await call.engine.imports.dryRun(file, mapping, rows)),
      ),
  }),
  jsonRoute({
    operation: 'startImport',
    method: 'post',
    path: '/api/v1/imports',
    needs: 'imports.write',
    group,
    summary: 'Import a file; it goes on by itself, also over a restart.',
    takes: { body: start },
    answers: importSchema,
    status: 202,
    do: ({ body: { upload, mapping } }, call) =>
      withFile(call, upload, async (file) => {
        const started = outcome(await call.engine.imports.start(file, mapping, call.by))
        return started.ok ? answer(sendImport(started.value)) : started
      }),
  }),
  jsonRoute({
    operation: 'listImports',
    method: 'get',
    path: '/api/v1/imports',
    needs: 'imports.read',
    group,
    summary: 'List imports, the newest first.',
    takes: { query: z.object({ after: z.string().exactOptional(), limit: limitSchema(50, 200) }) },
    answers: importsSchema,
    async do({ query }, { engine }) {
      const { imports, next } = await engine.imports.list(query)
      return answer({ imports: imports.map(sendImport), next: next ?? null })
    },
  }),
  jsonRoute({
    operation: 'getImport',
    method: 'get',
    path: '/api/v1/imports/{id}',
    needs: 'imports.read',
    group,
    summary: 'How far an import is.',
    takes: { params },
    answers: importSchema,
    async do({ params: { id } }, { engine }) {
      return found(await engine.imports.progress(id), sendImport, noImport(id))
    },
  }),
  jsonRoute({
    operation: 'listImportRejects',
    method: 'get',
    path: '/api/v1/imports/{id}/rejects',
    needs: 'imports.read',
    group,
    summary: 'What of an import was not taken, with the lines of the file.',
    takes: {
      params,
      query: z.object({ after: z.string().exactOptional(), limit: limitSchema(100, 1_000) }),
    },
    answers: importRejectsSchema,
    async do({ params: { id }, query }, { engine }) {
      const page = await engine.imports.rejects(id, query)
      const send = ({ rejects, next }: NonNullable<typeof page>) => ({
        rejects,
        next: next ?? null,
      })
      return found(page, send, noImport(id))
    },
  }),
  jsonRoute({
    operation: 'cancelImport',
    method: 'post',
    path: '/api/v1/imports/{id}/cancel',
    needs: 'imports.write',
    group,
    summary: 'End an import that waits or runs; what was taken stays.',
    takes: { params },
    answers: z.object({ cancelled: z.literal(true) }).openapi('Cancelled'),
    async do({ params: { id } }, { engine }) {
      if (await engine.imports.cancel(id)) return answer({ cancelled: true })
      const detail = `There is no import "${id}" that still runs. List the imports.`
      return refuse(problem(404, 'unknown_import', ['id'], detail))
    },
  }),
]

const noImport = (id: string) => ({
  code: 'unknown_import',
  at: ['id'],
  message: `There is no import "${id}". List the imports.`,
})

async function withFile<Value>(
  { uploads }: Call,
  upload: string,
  act: (file: string) => Promise<Done<Value>>,
): Promise<Done<Value>> {
  const file = await uploads.pathOf(upload)
  if (file !== undefined) return act(file)
  const detail = 'There is no such upload, or it was removed after a week. Send the file again.'
  return refuse(problem(404, 'unknown_upload', ['upload'], detail))
}

interface Issue {
  readonly code: string
  readonly at: readonly (string | number)[]
  readonly message: string
}

/** The places of its faults are in the mapping, but for those of the file itself. */
function outcome<Value>(
  result:
    | { readonly ok: true; readonly value: Value }
    | { readonly ok: false; readonly error: Issue; readonly issues: readonly Issue[] },
): Done<Value> {
  if (result.ok) return result
  const errors = result.issues.map(({ code, at, message }) => ({
    ...{ code, message },
    at: at[0] === 'file' ? at : ['mapping', ...at],
  }))
  return refuse({ ...refusalProblem(errors[0] ?? result.error), status: 422, errors })
}
