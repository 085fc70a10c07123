import { readMessage, type IdentifierRules } from '@muster/core'
import type { IngestApi } from '../ingest/ingestApi.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { placeOf } from '../peers/placeOf.ts'
import { createImporter, type Importer } from './createImporter.ts'
import { importLimits } from './importLimits.ts'

/** The imports of an engine: they go through its ingest, with wider limits than a sender has. */
export async function importsOf({
  folder,
  areShared,
  ...deps
}: {
  readonly take: IngestApi['take']
  readonly identifierRules: () => IdentifierRules
  readonly metadata: Metadata
  readonly folder: string
  /** Whether other processes may do imports too. */
  readonly areShared: boolean
  readonly clock: () => number
  readonly newId: () => string
  readonly onProblem: (error: unknown) => void
}): Promise<Importer> {
  const { metadata, clock, onProblem } = deps
  return createImporter({
    ...{ metadata, folder, clock, onProblem },
    take: (call) => deps.take({ ...call, limits: importLimits }),
    check: (message, byteLength) => {
      const read = readMessage(message, {
        receivedAt: clock(),
        newMessageId: deps.newId(),
        byteLength,
        identifierRules: deps.identifierRules(),
        limits: importLimits,
      })
      return read.ok ? undefined : read.rejection
    },
    ...(areShared && { place: await placeOf(folder) }),
  })
}
