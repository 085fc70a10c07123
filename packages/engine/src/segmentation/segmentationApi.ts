import type {
  Basis,
  Drift,
  Json,
  RfmThresholds,
  ScoreCounts,
  Segmentation,
  ValueThresholds,
} from '@muster/core'
import type { Named, Subject } from '../analyse/subjectApi.ts'
import type { Outcome } from '../metadata/outcome.ts'

/** Customers by recency, frequency and monetary value, by stage of life and by value; SPEC-segmentation.md says what each means. */
export interface SegmentationApi<AudienceView> {
  readonly state: () => Promise<SegmentationState>
  /** Those in force so far, the newest first; that in force now is the first. */
  readonly calibrations: (limit: number) => Promise<readonly Calibration[]>
  /** Learns the thresholds of now and puts them in force; audiences that rest on a trait which means something else then are computed anew. */
  readonly learn: (by: string) => Promise<Outcome<Calibration, string>>
  /** What changed between two calibrations, by their ids; by default between the last two. */
  readonly drift: (
    between: { readonly older?: number; readonly newer?: number },
    signal?: AbortSignal,
  ) => Promise<Outcome<CalibrationDrift, string>>
  /** How people are spread over the values of a standard trait. */
  readonly grid: (question: GridQuestion, signal?: AbortSignal) => Promise<Outcome<Grid, string>>
  /** Makes an audience of the people who have a value: a draft, unless it says otherwise. */
  readonly createAudience: (use: SegmentUse, by: string) => Promise<Outcome<AudienceView, string>>
}

export interface SegmentationState {
  readonly settings: Segmentation
  readonly current: Calibration | undefined
  /** When the thresholds are too old; undefined while there are none. */
  readonly nextAt: number | undefined
  /** Why there are no thresholds yet. */
  readonly waitingFor:
    { readonly code: 'no_revenue' | 'too_few_customers'; readonly message: string } | undefined
}

export type LearnedBecause = 'first' | 'schedule' | 'settings' | 'request'

/** Thresholds as they were learned of everybody at one instant. */
export interface Calibration {
  readonly id: number
  readonly at: number
  readonly because: LearnedBecause
  readonly by: string
  /** Which orders, and where their money stands. */
  readonly basis: Basis
  /** With an order in the period, and with any order at all. */
  readonly customers: number
  readonly customersEver: number
  readonly rfm: RfmThresholds
  readonly value: ValueThresholds
  /** How many customers had each score. */
  readonly counts: ScoreCounts
}

export interface CalibrationDrift extends Drift {
  readonly older: Calibration
  readonly newer: Calibration
  /** Customers whom only one of them scores, since they look at different orders; `customers` are those of both. */
  readonly onlyOlder: number
  readonly onlyNewer: number
}

/** Traits with few values, which divide people into parts. */
export const gridTraits = [
  'rfm.segment',
  'rfm.score',
  'rfm.recency',
  'rfm.frequency',
  'rfm.monetary',
  'lifecycle.stage',
  'value.revenueTier',
  'value.marginTier',
] as const
export type GridTrait = (typeof gridTraits)[number]

export interface GridQuestion {
  readonly by: GridTrait
  /** Everybody when it is left out. */
  readonly subject?: Subject
  /** Now when it is left out. The thresholds are always those in force now. */
  readonly at?: number
}

export interface Grid {
  readonly by: GridTrait
  readonly at: number
  readonly subject: Named | undefined
  /** Which orders the figures are about: those of the period for what begins with `rfm.`, else all up to the instant. */
  readonly orders: 'period' | 'ever'
  /** People with a value, and without one. */
  readonly people: number
  readonly without: number
  /** Every value that the trait can have, in its own order; of scores only those that somebody has. */
  readonly cells: readonly GridCell[]
  readonly tookMs: number
}

export interface GridCell {
  readonly value: string | number
  readonly people: number
  /** Of the people with a value; 0 where there are none. */
  readonly share: number
  readonly orders: number
  /** Amounts are decimal text with every digit; missing where it is not known where an order's revenue stands. */
  readonly revenue: string | undefined
  /** Of all revenue in the grid; missing where that is 0. */
  readonly revenueShare: number | undefined
  /** Revenue / orders to nine places; missing where there are no orders. */
  readonly averageOrderValue: string | undefined
  /** The audience of the people with this value. */
  readonly audience: SegmentAudience
}

export interface SegmentAudience {
  readonly name: string
  readonly description: string
  readonly definition: Json
}

export interface SegmentUse {
  readonly trait: GridTrait
  readonly value: string | number
  readonly id?: string
  readonly name?: string
  readonly description?: string
  readonly owner?: string
  readonly tags?: readonly string[]
  readonly state?: 'draft' | 'live'
}
