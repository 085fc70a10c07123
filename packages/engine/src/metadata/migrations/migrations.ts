import { settingsAndAudit } from './0001-settings-and-audit.ts'
import { audiences } from './0002-audiences.ts'
import { identity } from './0003-identity.ts'
import { lists } from './0004-lists.ts'
import { apiKeys } from './0005-api-keys.ts'
import { work } from './0006-work.ts'
import { intents } from './0007-intents.ts'
import { signIn } from './0008-sign-in.ts'
import { computedTraits } from './0009-computed-traits.ts'
import { identityDays } from './0010-identity-days.ts'
import { calibrations } from './0011-calibrations.ts'
import type { Migration } from './migration.ts'

/** All of them, in the order of their versions. */
export const migrations: readonly Migration[] = [
  settingsAndAudit,
  audiences,
  identity,
  lists,
  apiKeys,
  work,
  intents,
  signIn,
  computedTraits,
  identityDays,
  calibrations,
]
