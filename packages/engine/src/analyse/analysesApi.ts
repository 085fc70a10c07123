import type { Json } from '@muster/core'
import type { Outcome } from '../metadata/outcome.ts'
import type { Basket, BasketQuestion } from './basketApi.ts'
import type { AudienceReport } from './reportApi.ts'
import type { Named, Subject } from './subjectApi.ts'
import type { Migration, MigrationQuestion, Retention, RetentionQuestion } from './overTimeApi.ts'

/**
 * Questions over everybody. Each reads a lot, so they run one after another, beside refresh and never in its way, and end early when the
 * signal fires: then the outcome is a refusal with the code `cancelled`.
 */
export interface AnalysesApi {
  readonly report: (
    subject: Subject,
    signal?: AbortSignal,
  ) => Promise<Outcome<AudienceReport, string>>
  /** How audiences overlap: every pair, and the largest exact combinations. Up to {@link mostSets} subjects. */
  readonly overlap: (
    subjects: readonly Subject[],
    options?: { readonly combinations?: number },
    signal?: AbortSignal,
  ) => Promise<Outcome<Overlap, string>>
  /** Pairs of live audiences that are nearly the same people: with a Jaccard index of at least `similarity`. */
  readonly duplicates: (
    options?: { readonly similarity?: number },
    signal?: AbortSignal,
  ) => Promise<Outcome<Duplicates, string>>
  /** What is left of one audience without others. */
  readonly suppression: (
    who: Subject,
    without: readonly Subject[],
    signal?: AbortSignal,
  ) => Promise<Outcome<Suppression, string>>
  readonly retention: (
    question: RetentionQuestion,
    signal?: AbortSignal,
  ) => Promise<Outcome<Retention, string>>
  readonly migration: (
    question: MigrationQuestion,
    signal?: AbortSignal,
  ) => Promise<Outcome<Migration, string>>
  readonly history: (
    audience: string,
    range: { readonly from: number; readonly to: number; readonly step: number },
  ) => Promise<Outcome<History, string>>
  readonly basket: (
    question: BasketQuestion,
    signal?: AbortSignal,
  ) => Promise<Outcome<Basket, string>>
}

export interface Overlap {
  readonly sets: readonly Named[]
  /** Every two sets once, by their places in `sets`. */
  readonly pairs: readonly Pair[]
  /** People who are in exactly these sets and in no other: the largest first. */
  readonly combinations: readonly { readonly sets: readonly number[]; readonly people: number }[]
  /** How many combinations anybody is in, shown or not, and how many people are in any set. */
  readonly combinationsInAll: number
  readonly peopleInAll: number
}
export interface Pair {
  readonly a: number
  readonly b: number
  readonly both: number
  /** both / a, and both / b; 0 for a set of nobody. */
  readonly shareOfA: number
  readonly shareOfB: number
  /** both / either (P. Jaccard, 1901); 0 when nobody is in either. */
  readonly jaccard: number
}

export interface Duplicates {
  readonly compared: number
  readonly pairs: readonly {
    readonly a: Named
    readonly b: Named
    readonly both: number
    readonly jaccard: number
    /** The definitions mean the same, whoever is in them. */
    readonly sameMeaning: boolean
  }[]
}

export interface Suppression {
  readonly who: Named
  readonly left: number
  readonly removed: number
  readonly by: readonly {
    readonly set: Named
    /** People of the audience who are in this set, and those of them who are in no other. */
    readonly removes: number
    readonly removesAlone: number
  }[]
  /** The definition of what is left; missing when a part of the question is a recorded past, which no definition says. */
  readonly definition: Json | undefined
}

export interface History {
  readonly audience: string
  readonly steps: readonly {
    /** The step is (from, at]; size is that at its end. */
    readonly at: number
    readonly size: number
    readonly entered: Readonly<Record<Reason, number>>
    readonly left: Readonly<Record<Reason, number>>
  }[]
}
export const reasons = [
  'event',
  'edge',
  'merge',
  'unmerge',
  'list',
  'account',
  'definition',
] as const
export type Reason = (typeof reasons)[number]
