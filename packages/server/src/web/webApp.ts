import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

/** The web app's files, as they were built. */
export interface WebApp {
  /** The answer to a request that no route of the API takes; nothing when it is not for the app either. */
  readonly respond: (request: Request) => Response | undefined
}

/** Where `npm run build` puts the app: in the package beside this one, from the sources as from what was built of them. */
export const builtWebApp = join(import.meta.dirname, '../../../web/dist/app')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/** Only files of this address may run. Styles may stand in elements, because the charts and the controls place what they draw by them. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

interface File {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly tag: string
}

/**
 * Serves the files of a folder, which are read now and are all that can be asked for, so that a build meanwhile mixes nothing. Those
 * under `assets/` carry their content in their names and are kept for a year; `index.html` answers for every address that a
 * person may open, since pages have addresses of their own. A folder that is not there answers people with how to build it.
 */
export function openWebApp(folder: string): WebApp {
  const files = filesIn(folder)
  const send = (name: string, request: Request): Response | undefined => {
    const encoding = encodingFor(request, name, files)
    const file = files.get(encoding === undefined ? name : `${name}.${suffixes[encoding]}`)
    if (file === undefined) return undefined
    const headers = headersOf(name, file.tag, encoding)
    if (request.headers.get('if-none-match') === file.tag) {
      return new Response(null, { status: 304, headers })
    }
    return new Response(request.method === 'HEAD' ? null : file.bytes, { headers })
  }

  return {
    respond(request) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
      const path = new URL(request.url).pathname
      const found = send(path.slice(1), request)
      if (found !== undefined || !isForPeople(request, path)) return found
      return send('index.html', request) ?? (path === '/' ? notBuilt() : undefined)
    },
  }
}

function filesIn(folder: string): ReadonlyMap<string, File> {
  try {
    const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    const paths = found
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
    return new Map(
      paths.map((path) => [relative(folder, path).split(sep).join('/'), readWhole(path)]),
    )
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map()
    throw error
  }
}

function readWhole(path: string): File {
  const bytes = new Uint8Array(readFileSync(path))
  return { bytes, tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` }
}

const suffixes = { br: 'br', gzip: 'gz' } as const
type Encoding = keyof typeof suffixes

function encodingFor(
  request: Request,
  name: string,
  files: ReadonlyMap<string, File>,
): Encoding | undefined {
  const accepted = request.headers.get('accept-encoding') ?? ''
  const encodings: readonly Encoding[] = ['br', 'gzip']
  return encodings.find(
    (each) =>
      new RegExp(`\\b${each}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted) &&
      files.has(`${name}.${suffixes[each]}`),
  )
}

function headersOf(name: string, tag: string, encoding: Encoding | undefined): Headers {
  const headers = new Headers({
    'content-type': types[extname(name)] ?? 'application/octet-stream',
    'cache-control': name.startsWith('assets/')
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
    etag: tag,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
  if (name.endsWith('.html')) headers.set('content-security-policy', contentSecurityPolicy)
  if (encoding !== undefined) headers.set('content-encoding', encoding)
  return headers
}

/** A page that somebody opens, and no address of the API that somebody mistyped. */
function isForPeople(request: Request, path: string): boolean {
  const wantsPage = request.headers.get('accept')?.includes('text/html') ?? false
  return wantsPage && !/^\/(?:api|v1)(?:\/|$)/.test(path)
}

function notBuilt(): Response {
  return new Response('The web app is not built. Run `npm run build`, and start again.\n', {
    status: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
}
