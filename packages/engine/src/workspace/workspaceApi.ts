import type { JsonObject } from '@muster/core'
import type { Outcome } from '../metadata/outcome.ts'
import type { ApiKey, KeyUse } from '../metadata/workspace/apiKeys.ts'

export interface KeysApi {
  readonly create: (
    wanted: KeyUse & { readonly name: string },
    by: string,
  ) => Promise<{ readonly key: string; readonly stored: ApiKey }>
  readonly verify: (key: string) => Promise<ApiKey | undefined>
  readonly list: () => Promise<readonly ApiKey[]>
  readonly revoke: (id: string, by: string) => Promise<boolean>
}

export interface SettingsApi {
  readonly get: () => Promise<JsonObject>
  readonly change: (changes: JsonObject, by: string) => Promise<Outcome<JsonObject, string>>
}
