import { Readable } from 'node:stream'
import { BackupError } from '@muster/engine'
import { problem, sendProblem } from '../http/problem.ts'
import type { Call, Route } from '../http/route.ts'

/** The archive goes out while it is packed, so its length is not known before. */
export const backupRoute: Route = {
  operation: 'makeBackup',
  method: 'get',
  path: '/api/v1/backup',
  needs: 'backup.make',
  maxBytes: 0,
  group: 'operation',
  summary: 'Both embedded stores as they are at this moment, as a compressed tar.',
  shape: {},
  answer: { status: 200, contentType: 'application/gzip' },
  async respond(call) {
    try {
      return await send(call)
    } catch (error) {
      if (!(error instanceof BackupError)) throw error
      const status = error.code === 'backup_under_way' ? 409 : 422
      return sendProblem(problem(status, error.code, [], error.message))
    }
  },
}

async function send({ engine, log, metrics, requestId }: Call): Promise<Response> {
  const { content, madeAt, heldMs } = await engine.backup()
  let bytes = 0
  content.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  content.pause()
  content.once('close', () => {
    const facts = { requestId, bytes, heldMs: Math.round(heldMs) }
    if (content.errored === null && content.readableEnded) {
      metrics.backedUp(madeAt)
      log.info(facts, 'backup made')
    } else log.warn(facts, 'backup cut off')
  })
  // The web's stream and node's have the same shape; their types do not know of each other.
  const body = Readable.toWeb(content) as ReadableStream<Uint8Array>
  return new Response(body, {
    headers: {
      'content-type': 'application/gzip',
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="muster-${new Date(madeAt).toISOString().slice(0, 10)}.tar.gz"`,
    },
  })
}
