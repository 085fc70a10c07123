import type { Json, TestResult } from '@muster/core'
import type { Named } from './subjectApi.ts'

/** What an audience looks like beside everyone, by everything that was known at its instant. Shares lie in [0, 1]. */
export interface AudienceReport {
  readonly subject: Named
  /** All profiles. */
  readonly everyone: number
  readonly share: number
  /** Missing when there is no revenue at all. */
  readonly revenueShare: number | undefined
  readonly marginShare: number | undefined
  /** Amounts are added whatever their currency; more than one here means that they should not have been. */
  readonly currencies: readonly string[]
  readonly members: Figures
  readonly all: Figures
  /** Where people prefer to answer, by most answers; categories by how many people bought from them. */
  readonly channels: readonly Preference[]
  readonly categories: readonly Preference[]
  /** What sets the audience apart from the others, the strongest first; only what stands up to the correction for many tests. */
  readonly apart: readonly Difference[]
  /** How many tests were made, significant or not. */
  readonly tests: number
  /** Traits that no test fits, and why. */
  readonly leftOut: readonly {
    readonly trait: string
    readonly because: 'too_many_values' | 'too_many_traits'
  }[]
  /** Five plain lines made of these facts. */
  readonly persona: readonly string[]
  readonly tookMs: number
}

/** Figures of a group of people. Amounts are decimal text with every digit; averages have nine places. Missing where there is nothing to divide by. */
export interface Figures {
  readonly people: number
  /** People with any event. */
  readonly active: number
  readonly buyers: number
  readonly orders: number
  readonly revenue: string
  readonly margin: string | undefined
  /** Revenue / orders. */
  readonly averageOrderValue: string | undefined
  /** Orders / buyers. */
  readonly ordersPerBuyer: number | undefined
  /** Buyers with two orders or more / buyers. */
  readonly repeatRate: number | undefined
  /** Revenue so far / buyers. */
  readonly lifetimeValue: string | undefined
  /** Buyers whose last order is longer ago than the commerce setting `churnedAfter` / buyers. */
  readonly churnRate: number | undefined
  /** People who opened (clicked) an email / people to whom one was delivered. */
  readonly openRate: number | undefined
  readonly clickRate: number | undefined
  /** Buyers / people with any event. */
  readonly conversionRate: number | undefined
}

export interface Preference {
  readonly name: string
  readonly members: number
  readonly all: number
  /** Of those who prefer any channel, or bought from any category. */
  readonly shareOfMembers: number
  readonly shareOfAll: number
  /** 100 * shareOfMembers / shareOfAll; missing where nobody at all has it. */
  readonly index: number | undefined
}

export interface Difference {
  readonly kind: 'trait' | 'behaviour' | 'category' | 'channel' | 'measure'
  /** The path of a trait, the name of an event, a category, or a measure such as `revenue per person`. */
  readonly name: string
  /** The audience against everybody who is not in it. */
  readonly test: Extract<TestResult, { readonly kind: 'tested' }>
  /** The p-value after Benjamini and Hochberg's correction for all tests of the report. */
  readonly adjustedP: number
  /** The effect on the scale of a correlation, by which differences are put in order. */
  readonly strength: number
  /** For categories: the values, the most over-represented first. */
  readonly values: readonly (Omit<Preference, 'name'> & { readonly value: Json })[]
  /** For numbers. */
  readonly means: { readonly members: number; readonly all: number } | undefined
}
