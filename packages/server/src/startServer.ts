import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Engine } from '@muster/engine'
import type { Site } from './access/site.ts'
import type { Configuration } from './configuration.ts'
import { createApp } from './createApp.ts'
import { createFirstKeys } from './firstKeys.ts'
import type { FirstKeys } from './firstKeys.ts'
import { openUploads } from './imports/uploads.ts'
import { listen } from './listen.ts'
import type { Listening } from './listen.ts'
import { openEngine } from './openEngine.ts'
import { foldersIn } from './operate/dataFolders.ts'
import { createLog } from './operate/log.ts'
import type { Log } from './operate/log.ts'
import { createMetrics } from './operate/metrics.ts'
import type { Metrics } from './operate/metrics.ts'
import { watchReadiness } from './operate/watchReadiness.ts'
import { builtWebApp, openWebApp } from './web/webApp.ts'

export interface RunningServer {
  readonly url: string
  /** For whoever runs in the same process: the demo feeds it directly. */
  readonly engine: Engine
  /** On the first start of an empty workspace. */
  readonly firstKeys: FirstKeys | undefined
  /** As long as nobody is the owner: the token of a link for whoever is to become it, made anew by each start. */
  readonly ownerToken: string | undefined
  /** Opens what a command on this machine may do, until the process ends. For the data folder, and for nobody else. */
  readonly machineKey: string
  /** Stops taking requests, lets what is under way end, and closes the engine. May be called twice. */
  readonly close: () => Promise<void>
}

export type OpenEngine = (
  configuration: Configuration,
  log: Log,
  metrics: Metrics,
) => Promise<Engine>

/** How long answers under way may take while the server stops, in milliseconds. */
const PATIENCE_MS = 10_000

/** Of one file that is sent to be imported. */
const UPLOAD_BYTES = 16 * 1024 ** 3
/** Uploads are kept so long; an import has long read its file by then. */
const WEEK_MS = 7 * 86_400_000

/** Opens the engine and listens. Rejects when a store cannot be opened or the port is taken; then nothing is left open. */
export async function startServer(
  configuration: Configuration,
  open: OpenEngine = openEngine,
): Promise<RunningServer> {
  const log = createLog(configuration.logLevel)
  const metrics = createMetrics()
  const engine = await open(configuration, log, metrics)
  const stopping = new AbortController()
  // Each live reader listens to it, and there may be many.
  setMaxListeners(0, stopping.signal)
  let listening: Listening
  const machineKey = `ml_${randomBytes(32).toString('base64url')}`
  let firstKeys: FirstKeys | undefined
  let ownerToken: string | undefined
  try {
    firstKeys = await createFirstKeys(engine)
    ownerToken = (await engine.access.firstOwnerLink())?.token
    const uploads = openUploads({
      folder: foldersIn(configuration.data).uploads,
      maxBytes: UPLOAD_BYTES,
      newId: () => randomBytes(16).toString('hex'),
    })
    await uploads.sweep(Date.now() - WEEK_MS)
    const web = openWebApp(builtWebApp)
    const app = createApp({
      ...{ engine, log, metrics, uploads, web, machineKey, site: siteOf(configuration) },
      ...{ now: Date.now, stopping: stopping.signal },
    })
    listening = await listen(app, configuration)
  } catch (error) {
    await engine.close()
    throw error
  }
  const { url } = listening
  log.info({ url, pid: process.pid }, 'listening')
  const stopWatching = watchReadiness(engine.readiness, log)

  let closing: Promise<void> | undefined
  const stop = async () => {
    log.info({}, 'stopping')
    stopWatching()
    stopping.abort()
    await listening.close(PATIENCE_MS)
    await engine.close()
    log.info({}, 'stopped')
  }
  const close = () => (closing ??= stop())
  return { url, engine, firstKeys, ownerToken, machineKey, close }
}

function siteOf({ publicUrl, proxies = 0 }: Configuration): Site {
  return { proxies, ...(publicUrl !== undefined && { publicUrl }) }
}
