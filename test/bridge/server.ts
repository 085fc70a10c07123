/**
 * A process that speaks ClickHouse's HTTP interface, as far as the official client uses it, and answers with the embedded engine. It is
 * given a folder and a port (0 for any), and says `listening <port>` when it is ready.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gunzipSync, gzipSync } from 'node:zlib'
import { createPool, type Answer } from './answer.ts'

const [folder = '', port = '0'] = process.argv.slice(2)
const pool = createPool(folder, 12)

/** Parameters of the HTTP interface itself; all others are settings of the query. */
const OWN = new Set([
  'query',
  'database',
  'query_id',
  'session_id',
  'role',
  'wait_end_of_query',
  'enable_http_compression',
])

/** The longest URL that a server takes unless it is told otherwise (`http_max_uri_size`). */
const LONGEST_URL = 1_048_576

/** Numbers of errors that a server answers with 404 and 403; the rest of what is wrong with a query is 400 or 500 there. */
const NOT_FOUND = new Set([16, 60, 81])
const FORBIDDEN = new Set([164, 497])

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? '/'
  if (url.length > LONGEST_URL) {
    response.writeHead(414).end()
    return
  }
  const { pathname, searchParams } = new URL(url, 'http://bridge')
  if (pathname === '/ping') {
    response.writeHead(200).end('Ok.\n')
    return
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array) // A request without an encoding gives buffers.
  const sent = Buffer.concat(chunks)
  const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
  const answer = await pool.answer({
    text: [searchParams.get('query'), body.toString()].filter((part) => part).join('\n'),
    database: searchParams.get('database') ?? 'default',
    settings: Object.fromEntries([...searchParams].filter(([name]) => !OWN.has(name))),
  })
  const mayZip =
    searchParams.get('enable_http_compression') === '1' &&
    /\bgzip\b/.test(String(request.headers['accept-encoding']))
  send(response, answer, mayZip)
}

function send(response: ServerResponse, answer: Answer, mayZip: boolean): void {
  if (answer.ok) {
    const headers = { 'X-ClickHouse-Summary': '{}', 'Content-Type': 'text/plain; charset=UTF-8' }
    if (mayZip)
      response
        .writeHead(200, { ...headers, 'Content-Encoding': 'gzip' })
        .end(gzipSync(answer.bytes))
    else response.writeHead(200, headers).end(answer.bytes)
    return
  }
  const { code, message } = answer
  const status = NOT_FOUND.has(code) ? 404 : FORBIDDEN.has(code) ? 403 : code === 62 ? 400 : 500
  response
    .writeHead(status, { 'X-ClickHouse-Exception-Code': String(code) })
    .end(`${message.trimEnd()} (version 25.0.0.0)\n`)
}

const server = createServer((request, response) => {
  serve(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error))
  })
})
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address()
  console.log(`listening ${typeof address === 'object' ? address?.port : ''}`)
})

process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close(() => void pool.close().then(() => process.exit(0)))
})
