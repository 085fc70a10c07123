import { checkDefinition } from '../audience/checkDefinition.ts'
import type { Duration, Filter, Path } from '../audience/definition.ts'
import { DAY, parseDuration } from '../time/duration.ts'
import type { Json, JsonObject } from '../value/json.ts'

/** How this workspace divides its customers. Where it says nothing of an order or of money, the setting `commerce` does. */
export interface Segmentation {
  /** The event that is an order; `null` for that of `commerce`. */
  readonly order: string | null
  /** Orders that count; all of them for an empty list. */
  readonly where: Filter
  /** Paths to numbers in an order; `null` for the first path of `commerce` that has been seen as a number there. */
  readonly revenue: Path | null
  readonly margin: Path | null
  readonly cost: Path | null
  /** RFM looks at orders of this long, in whole days. */
  readonly period: Duration
  /** Fewer customers than these in the period are no ground for thresholds. */
  readonly leastCustomers: number
  /** How old thresholds may become. */
  readonly learnEvery: Duration
  /** Bounds of the stages of life, in whole days. */
  readonly newWithin: Duration
  readonly reactivatedWithin: Duration
  readonly engagedWithin: Duration
  readonly atRiskWithin: Duration
}

export const defaultSegmentation: Segmentation = {
  order: null,
  where: [],
  revenue: null,
  margin: null,
  cost: null,
  period: '365d',
  leastCustomers: 100,
  learnEvery: '7d',
  newWithin: '30d',
  reactivatedWithin: '30d',
  engagedWithin: '180d',
  atRiskWithin: '365d',
}

export type SegmentationChecked =
  | { readonly ok: true; readonly segmentation: Segmentation }
  | {
      readonly ok: false
      readonly at: readonly (string | number)[]
      readonly message: string
    }

/** Quintiles of fewer customers say nothing. */
const FEWEST_CUSTOMERS = 5

/** Reads the setting; what it leaves out keeps its default. The first thing that is wrong is named. Never throws. */
export function checkSegmentation(input: Json): SegmentationChecked {
  if (!isObject(input))
    return wrong([], 'The setting "segmentation" is an object such as {"period":"365d"}.')
  const read: Record<string, Json> = {}
  for (const [key, value] of Object.entries(input)) {
    if (!isKey(key)) {
      const known = Object.keys(defaultSegmentation).join(', ')
      return wrong(
        [key],
        `There is no "${key}" in the setting "segmentation". Use one of ${known}.`,
      )
    }
    const fault = faultIn(key, value)
    if (fault !== undefined) return fault
    read[key] = value
  }
  // Each value has just been found to be of the kind that its key needs.
  const segmentation = { ...defaultSegmentation, ...(read as Partial<Segmentation>) }
  return faultBetween(segmentation) ?? { ok: true, segmentation }
}

const wrong = (
  at: readonly (string | number)[],
  message: string,
): Extract<SegmentationChecked, { readonly ok: false }> => ({ ok: false, at, message })

const isKey = (key: string): key is keyof Segmentation => Object.hasOwn(defaultSegmentation, key)
const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const daysOf = (duration: Duration): number => (parseDuration(duration) ?? 0) / DAY

function faultIn(
  key: keyof Segmentation,
  value: Json,
): Extract<SegmentationChecked, { readonly ok: false }> | undefined {
  switch (key) {
    case 'order':
    case 'revenue':
    case 'margin':
    case 'cost':
      return value === null || (typeof value === 'string' && value !== '')
        ? undefined
        : wrong([key], `${key} is text that is not empty, or null for what "commerce" says.`)
    case 'where':
      return faultInFilter(value)
    case 'leastCustomers':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= FEWEST_CUSTOMERS
        ? undefined
        : wrong(
            [key],
            `leastCustomers is a whole number of at least ${FEWEST_CUSTOMERS}. Give one.`,
          )
    case 'period':
    case 'newWithin':
    case 'reactivatedWithin':
    case 'engagedWithin':
    case 'atRiskWithin':
      return typeof value === 'string' && isWhole(daysOf(value))
        ? undefined
        : wrong([key], `${key} is a number of whole days such as "365d". Give one.`)
    case 'learnEvery':
      return typeof value === 'string' && daysOf(value) * 24 >= 1
        ? undefined
        : wrong([key], 'learnEvery is a duration of an hour or more such as "7d". Give one.')
  }
}

const isWhole = (days: number): boolean => days > 0 && Number.isInteger(days)

/** A filter is one of the language's, so it is checked as part of a condition. */
function faultInFilter(
  where: Json,
): Extract<SegmentationChecked, { readonly ok: false }> | undefined {
  const checked = checkDefinition(
    { event: 'order', where },
    { audience: () => undefined, list: () => false },
  )
  const [fault] = checked.ok ? [] : checked.errors
  return fault === undefined ? undefined : wrong(fault.at, fault.message)
}

/** Bounds that contradict each other. The stages follow one after another, and nobody comes back within less than a pause lasts. */
function faultBetween(
  of: Segmentation,
): Extract<SegmentationChecked, { readonly ok: false }> | undefined {
  const order = ['newWithin', 'reactivatedWithin'] as const
  const beyond = order.find((key) => daysOf(of[key]) > daysOf(of.engagedWithin))
  if (beyond !== undefined)
    return wrong([beyond], `Let ${beyond} be no longer than engagedWithin (${of.engagedWithin}).`)
  return daysOf(of.engagedWithin) < daysOf(of.atRiskWithin)
    ? undefined
    : wrong(
        ['atRiskWithin'],
        `Let atRiskWithin be longer than engagedWithin (${of.engagedWithin}).`,
      )
}
