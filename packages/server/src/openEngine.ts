import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createEngine } from '@muster/engine'
import type { Engine } from '@muster/engine'
import type { Configuration } from './configuration.ts'
import { foldersIn } from './operate/dataFolders.ts'
import type { Log } from './operate/log.ts'
import type { Metrics } from './operate/metrics.ts'

/** Opens the stores that the configuration names: servers by their URLs, else embedded ones in the data folder. */
export async function openEngine(
  configuration: Configuration,
  log: Log,
  metrics: Metrics,
): Promise<Engine> {
  const { clickhouseUrl, clickhouseCluster: cluster, postgresUrl, writeThrough } = configuration
  const folders = foldersIn(configuration.data)
  // Whoever can read the folder can read everybody in it.
  await mkdir(resolve(configuration.data), { recursive: true, mode: 0o700 })
  return createEngine({
    warehouse: {
      ...(clickhouseUrl === undefined
        ? { folder: folders.warehouse }
        : { url: clickhouseUrl, ...(cluster !== undefined && { cluster }) }),
      ...(writeThrough !== undefined && { writeThrough }),
    },
    ...(configuration.sessions && { sessions: configuration.sessions }),
    metadata: postgresUrl === undefined ? { folder: folders.metadata } : { url: postgresUrl },
    importFolder: folders.imports,
    readiness: {
      maxBehindMs: configuration.maxBehindSeconds * 1_000,
      minFreeBytes: configuration.minFreeMegabytes * 1024 ** 2,
    },
    onMeasured: metrics.engine,
    onProblem: ({ doing, error }) => {
      metrics.problem(doing)
      log.error({ doing, err: error }, 'failed in the background; it is tried again')
    },
  })
}
