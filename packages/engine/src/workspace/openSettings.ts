import {
  compileIdentifierRules,
  defaultIdentityLimits,
  type Commerce,
  type IdentifierRules,
  type IdentityLimits,
  type JsonObject,
  type Segmentation,
} from '@muster/core'
import type { Metadata } from '../metadata/metadata.ts'
import type { Outcome } from '../metadata/outcome.ts'
import { recomputing } from '../traits/recomputing.ts'
import {
  asJson,
  changeSettings,
  commerceOf,
  identifierSettingsOf,
  readSettings,
  segmentationOf,
  type WorkspaceSettings,
} from './workspaceSettings.ts'

/** The workspace's settings as this process knows them. They may change while it runs, so each is asked for when it is needed. */
export interface OpenSettings {
  readonly zone: () => string
  readonly commerce: () => Commerce
  readonly segmentation: () => Segmentation
  /** By how many percentage points a rate of identity has to fall to be told; `null` for never. */
  readonly identityFallPoints: () => number | null
  readonly identityLimits: () => IdentityLimits
  readonly identifierRules: () => IdentifierRules
  /** All of them, the defaults too. */
  readonly json: () => JsonObject
  /** Stores changes, all of them or, if one is refused, none; from then on they are in force here. */
  readonly change: (
    changes: JsonObject,
    made: { readonly at: number; readonly by: string },
  ) => Promise<Outcome<WorkspaceSettings, string>>
  /** Learns what another process has changed. */
  readonly reload: () => Promise<void>
}

/** Reads what is stored. Rejects when the store can't be read. */
export async function openSettings(metadata: Metadata): Promise<OpenSettings> {
  let settings = await readSettings(metadata.db)
  let identifierRules = compileIdentifierRules(identifierSettingsOf(settings))
  const use = (now: WorkspaceSettings): void => {
    settings = now
    identifierRules = compileIdentifierRules(identifierSettingsOf(now))
  }
  return {
    zone: () => settings.zone,
    commerce: () => commerceOf(settings),
    segmentation: () => segmentationOf(settings),
    identityFallPoints: () => settings.identityFallPoints,
    identityLimits: () => ({ ...defaultIdentityLimits, ...settings.identifierLimits }),
    identifierRules: () => identifierRules,
    json: () => asJson(settings),
    change: async (changes, made) => {
      const outcome = await changeSettings(metadata, changes, { ...made, recomputing })
      if (outcome.ok) use(outcome.value)
      return outcome
    },
    reload: async () => {
      use(await readSettings(metadata.db))
    },
  }
}
