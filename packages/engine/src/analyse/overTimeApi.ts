import type { Json, PeriodLength } from '@muster/core'
import type { Subject } from './subjectApi.ts'

export interface RetentionQuestion {
  /** What makes somebody part of a cohort: the first such event ever. The order of the commerce setting by default. */
  readonly cohort?: EventChoice
  /** What counts as coming back; the same as `cohort` by default. */
  readonly returning?: EventChoice
  /** A month by default. */
  readonly period?: PeriodLength
  /** So many cohorts, the last of them that of the instant; 12 by default. */
  readonly cohorts?: number
  /** The instant up to which evidence counts; now by default. */
  readonly at?: number
  /** Only these people; everybody by default. */
  readonly subject?: Subject
}
/** As in an event condition. */
export interface EventChoice {
  readonly event: unknown
  readonly where?: unknown
}
export const mostCohorts = 120

export interface Retention {
  readonly period: PeriodLength
  readonly at: number
  /** In English: who belongs to a cohort, and what counts as coming back. */
  readonly cohort: string
  readonly returning: string
  /** Oldest first; also those of nobody. */
  readonly cohorts: readonly Cohort[]
  /**
   * For each number of periods after the first: the people of all cohorts for which that period is over, how many of them came back in it,
   * and the share. Cohorts too young for it take no part, so that the curve never falls because time has not passed yet.
   */
  readonly curve: readonly {
    readonly offset: number
    readonly people: number
    readonly returned: number
    readonly rate: number | undefined
  }[]
}
export interface Cohort {
  /** `2026-11`, or the Monday of the week. */
  readonly name: string
  readonly from: number
  readonly to: number
  readonly people: number
  /** People who came back in the same period, in the next, and so on up to that of the instant, which may not be over. */
  readonly returned: readonly number[]
}

export interface MigrationQuestion {
  /**
   * The states that people move between: the values of a trait (`rfm.segment`, `lifecycle.stage`, `plan`), or sets of people, of which the first that
   * somebody is in decides. The instants stand below, so subjects leave `at` out.
   */
  readonly states: { readonly trait: string } | { readonly subjects: readonly Subject[] }
  readonly from: number
  /** Now by default. */
  readonly to?: number
  /** Only these people; everybody by default. */
  readonly subject?: Subject
}

export interface Migration {
  readonly from: number
  readonly to: number
  /** Names of the states; a trait's values in the order of their size at the end. */
  readonly states: readonly { readonly name: string; readonly value: Json | undefined }[]
  /** People by state then and state later, by place in `states`; `null` is none of them. People in none at both instants are left out. */
  readonly flows: readonly {
    readonly from: number | null
    readonly to: number | null
    readonly people: number
  }[]
  /** People who are in a state at one of the instants at least, and those of them whose state is the same. */
  readonly people: number
  readonly stayed: number
}
/** Of a trait's values so many are told; a trait with more is no set of states. */
export const mostStates = 100
