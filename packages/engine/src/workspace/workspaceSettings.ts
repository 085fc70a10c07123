import {
  checkCommerce,
  checkIdentifierSettings,
  checkSegmentation,
  defaultCommerce,
  defaultSegmentation,
  isTimeZone,
  stringifyJson,
  type Commerce,
  type IdentifierSettings,
  type Json,
  type JsonObject,
  type Segmentation,
} from '@muster/core'
import { requestAllBackfills } from '../metadata/audience/progress.ts'
import { recordAudit } from '../metadata/workspace/auditLog.ts'
import type { Db, Metadata } from '../metadata/metadata.ts'
import { done, refused, type Outcome } from '../metadata/outcome.ts'

/** What a workspace may set. Every one has a default, so a new installation needs none. */
export interface WorkspaceSettings {
  /** IANA time zone of calendar windows, weekdays and hours. */
  readonly zone: string
  /** Two capital letters: the country that phone numbers without `+` are read for; `null` for none. */
  readonly region: string | null
  /** More values that identify nobody: RE2 patterns. */
  readonly blockedPatterns: readonly string[]
  /** How many identifiers of a kind one profile may have. */
  readonly identifierLimits: Readonly<Record<string, number>>
  /** Which event is an order, and where its money and its products stand. What is left out keeps its default. */
  readonly commerce: Partial<Commerce>
  /** How customers are divided. What is left out keeps its default. */
  readonly segmentation: Partial<Segmentation>
  /** By how many percentage points a rate of identity has to fall to be told; `null` for never. */
  readonly identityFallPoints: number | null
}

export const DEFAULT_SETTINGS: WorkspaceSettings = {
  zone: 'UTC',
  region: null,
  blockedPatterns: [],
  identifierLimits: {},
  commerce: {},
  segmentation: {},
  identityFallPoints: 5,
}

export const commerceOf = ({ commerce }: WorkspaceSettings): Commerce => ({
  ...defaultCommerce,
  ...commerce,
})

export const segmentationOf = ({ segmentation }: WorkspaceSettings): Segmentation => ({
  ...defaultSegmentation,
  ...segmentation,
})

export const identifierSettingsOf = ({
  region,
  blockedPatterns,
}: WorkspaceSettings): IdentifierSettings => ({
  blockedPatterns,
  ...(region === null ? {} : { region }),
})

export async function readSettings(db: Db): Promise<WorkspaceSettings> {
  const rows = await db.selectFrom('settings').select(['key', 'value']).execute()
  const stored = Object.fromEntries(rows.map(({ key, value }) => [key, value]))
  // What was stored had passed the check below.
  return { ...DEFAULT_SETTINGS, ...stored }
}

interface ChangeOfSettings {
  readonly at: number
  readonly by: string
  /** Runs the write, and asks for anew whatever rests on a computed trait that it gives another meaning. */
  readonly recomputing: <T>(tx: Db, at: number, write: () => Promise<T>) => Promise<T>
}

/** Stores the changes, all of them or, if one is refused, none. */
export async function changeSettings(
  metadata: Metadata,
  changes: JsonObject,
  { at, by, recomputing }: ChangeOfSettings,
): Promise<Outcome<WorkspaceSettings, string>> {
  for (const [key, value] of Object.entries(changes)) {
    const fault = faultIn(key, value)
    if (fault !== undefined) return refused('bad_setting', [key, ...fault.at], fault.message)
  }
  return metadata.transaction(async (tx) => {
    const before = await readSettings(tx)
    await recomputing(tx, at, () => storeSettings(tx, changes, at))
    const after = await readSettings(tx)
    // Days begin elsewhere now, so what audiences mean has changed too.
    if (after.zone !== before.zone) await requestAllBackfills(tx, at)
    await recordAudit(tx, {
      at,
      actor: by,
      action: 'settings.change',
      subject: { kind: 'workspace', id: 'settings' },
      before: asJson(before),
      after: asJson(after),
    })
    return done(after)
  })
}

async function storeSettings(tx: Db, changes: JsonObject, at: number): Promise<void> {
  for (const [key, value] of Object.entries(changes)) {
    const row = { value: stringifyJson(value), updated_at: at }
    await tx
      .insertInto('settings')
      .values({ key, ...row })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
      .execute()
  }
}

/** Settings are plain data; the types only lack an index signature. Of those with parts all are told, the defaults too. */
export const asJson = (settings: WorkspaceSettings): JsonObject => ({
  ...settings,
  commerce: { ...commerceOf(settings) },
  segmentation: { ...segmentationOf(settings) },
})

interface SettingFault {
  /** The place inside of the setting. */
  readonly at: readonly (string | number)[]
  readonly message: string
}

function faultIn(key: string, value: Json): SettingFault | undefined {
  if (key === 'commerce' || key === 'segmentation') {
    const checked = key === 'commerce' ? checkCommerce(value) : checkSegmentation(value)
    return checked.ok ? undefined : checked
  }
  const message = faultInWhole(key, value)
  return message === undefined ? undefined : { at: [], message }
}

function faultInWhole(key: string, value: Json): string | undefined {
  switch (key) {
    case 'zone':
      return typeof value === 'string' && isTimeZone(value)
        ? undefined
        : 'The zone is an IANA time zone such as "Europe/Amsterdam". Give one.'
    case 'region':
      return value === null ||
        (typeof value === 'string' && checkIdentifierSettings({ region: value }).length === 0)
        ? undefined
        : 'The region is a country in two capital letters such as "NL", or null. Give one.'
    case 'blockedPatterns':
      return isTexts(value)
        ? checkIdentifierSettings({ blockedPatterns: value })[0]?.message
        : 'Blocked patterns are a list of texts. Give one.'
    case 'identifierLimits':
      return isLimits(value)
        ? undefined
        : 'Limits are whole numbers of at least 1 by kind of identifier. Give such an object.'
    case 'identityFallPoints':
      return value === null || (typeof value === 'number' && value > 0 && value <= 100)
        ? undefined
        : 'A fall is told from so many percentage points on: a number above 0 and up to 100, or null for never. Give one.'
    default:
      return `There is no setting "${key}". Use one of ${Object.keys(DEFAULT_SETTINGS).join(', ')}.`
  }
}

const isTexts = (value: Json): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

const isLimits = (value: Json): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(
    (limit) => typeof limit === 'number' && Number.isInteger(limit) && limit >= 1,
  )
