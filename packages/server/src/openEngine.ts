import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createEngine } from '@muster/engine'
import type { Engine } from '@muster/engine'
import type { Configuration } from './configuration.ts'
import type { Log } from './operate/log.ts'

/** Opens the stores that the configuration names: servers by their URLs, else embedded ones in the data folder. */
export async function openEngine(configuration: Configuration, log: Log): Promise<Engine> {
  const { clickhouseUrl, postgresUrl } = configuration
  const data = resolve(configuration.data)
  // Whoever can read the folder can read everybody in it.
  await mkdir(data, { recursive: true, mode: 0o700 })
  return createEngine({
    warehouse:
      clickhouseUrl === undefined ? { folder: join(data, 'warehouse') } : { url: clickhouseUrl },
    metadata: postgresUrl === undefined ? { folder: join(data, 'metadata') } : { url: postgresUrl },
    importFolder: join(data, 'imports'),
    onProblem: ({ doing, error }) => {
      log.error({ doing, err: error }, 'failed in the background; it is tried again')
    },
  })
}
