/** What stands in an address behind the `?`, read so that nothing in it can break a page. */
type Raw = Readonly<Record<string, unknown>>

export interface WhoSearch {
  readonly audience?: string
}
export interface RetentionSearch extends WhoSearch {
  readonly cohort?: string
  readonly returning?: string
  readonly period?: 'week'
  readonly cohorts?: number
}
export interface MigrationSearch extends WhoSearch {
  readonly trait?: string
  readonly states?: readonly string[]
  /** Whether members are those on record, or those that the definitions give. */
  readonly by?: 'record' | 'definition'
  /** Days such as `2026-11-22`. */
  readonly from?: string
  readonly to?: string
}
export interface BasketSearch extends WhoSearch {
  readonly kind?: 'next'
  readonly items?: 'category'
  readonly within?: string
  readonly least?: number
  readonly sort?: 'confidence' | 'support'
}
export interface OverlapSearch {
  readonly sets?: readonly string[]
  readonly who?: string
  readonly without?: readonly string[]
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

const text = (raw: unknown): string | undefined =>
  typeof raw === 'string' && raw !== '' ? raw : undefined
const texts = (raw: unknown): readonly string[] | undefined =>
  Array.isArray(raw) ? raw.filter((each) => typeof each === 'string') : undefined
const count = (raw: unknown, most: number): number | undefined =>
  typeof raw === 'number' && Number.isInteger(raw) && raw >= 1 && raw <= most ? raw : undefined
const day = (raw: unknown): string | undefined =>
  typeof raw === 'string' && DAY.test(raw) ? raw : undefined

/** Only what says something stands in an address. */
function known<Search extends object>(search: {
  readonly [Key in keyof Search]: Search[Key] | undefined
}): Search {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined)
  // What is left has the type that it had before.
  return Object.fromEntries(entries) as Search
}

export const MOST_COHORTS = 60

export const readRetention = (raw: Raw): RetentionSearch =>
  known<RetentionSearch>({
    audience: text(raw['audience']),
    cohort: text(raw['cohort']),
    returning: text(raw['returning']),
    period: raw['period'] === 'week' ? 'week' : undefined,
    cohorts: count(raw['cohorts'], MOST_COHORTS),
  })

const bys = ['record', 'definition'] as const
export const readMigration = (raw: Raw): MigrationSearch =>
  known<MigrationSearch>({
    audience: text(raw['audience']),
    trait: text(raw['trait']),
    states: texts(raw['states']),
    by: bys.find((by) => by === raw['by']),
    from: day(raw['from']),
    to: day(raw['to']),
  })

const sorts = ['confidence', 'support'] as const
export const readBasket = (raw: Raw): BasketSearch =>
  known<BasketSearch>({
    audience: text(raw['audience']),
    kind: raw['kind'] === 'next' ? 'next' : undefined,
    items: raw['items'] === 'category' ? 'category' : undefined,
    within: /^\d{1,4}d$/.test(text(raw['within']) ?? '') ? text(raw['within']) : undefined,
    least: count(raw['least'], 1_000_000),
    sort: sorts.find((sort) => sort === raw['sort']),
  })

export const readOverlap = (raw: Raw): OverlapSearch =>
  known<OverlapSearch>({
    sets: texts(raw['sets']),
    who: text(raw['who']),
    without: texts(raw['without']),
  })
