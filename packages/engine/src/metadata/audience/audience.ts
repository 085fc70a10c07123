import type { Selectable } from 'kysely'
import type { Json } from '@muster/core'
import { readJson } from '../adapters/readValues.ts'
import type { AudienceTable, AudienceVersionTable } from '../tables/audienceTables.ts'

interface AudienceFacts {
  readonly id: string
  /** Dense, given once: what the warehouse stores instead of the id. */
  readonly number: number
  readonly name: string
  readonly description: string
  readonly owner: string
  /** What it is for, as whoever governs audiences words it; null while nobody said. */
  readonly useCase: Json
  readonly tags: readonly string[]
  /** Goes up with every change. Whoever edits says which one was read. */
  readonly revision: number
  /** Goes up when the definition changes. */
  readonly version: number
  /** As it was written, keys in their order. */
  readonly definition: Json
  readonly fingerprint: string
  readonly sunsetAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

export type Audience =
  | (AudienceFacts & { readonly state: 'draft' | 'live' })
  | (AudienceFacts & { readonly state: 'archived'; readonly archivedAt: number })

export interface AudienceVersion {
  readonly version: number
  readonly definition: Json
  readonly fingerprint: string
  readonly createdAt: number
  readonly createdBy: string
  readonly note: string
}

export type AudienceRow = Selectable<AudienceTable> &
  Pick<Selectable<AudienceVersionTable>, 'definition_text' | 'fingerprint'>

export function audienceOf(row: AudienceRow): Audience {
  const facts: AudienceFacts = {
    id: row.id,
    number: row.number,
    name: row.name,
    description: row.description,
    owner: row.owner,
    useCase: row.use_case,
    tags: row.tags,
    revision: row.revision,
    version: row.current_version,
    definition: readJson(row.definition_text),
    fingerprint: row.fingerprint,
    sunsetAt: row.sunset_at === null ? null : Number(row.sunset_at),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  }
  return row.state === 'archived'
    ? { ...facts, state: 'archived', archivedAt: Number(row.archived_at) }
    : { ...facts, state: row.state }
}

export function versionOf(row: Selectable<AudienceVersionTable>): AudienceVersion {
  return {
    version: row.version,
    definition: readJson(row.definition_text),
    fingerprint: row.fingerprint,
    createdAt: Number(row.created_at),
    createdBy: row.created_by,
    note: row.note,
  }
}
