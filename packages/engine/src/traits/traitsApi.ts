import type { Issue, Json, TraitExpression } from '@muster/core'
import type { Outcome } from '../metadata/outcome.ts'

/** Computed traits: values that follow from the evidence, for every profile and at every instant. */
export interface TraitsApi {
  /** Those of the workspace and the standard ones, by name. */
  readonly list: () => Promise<readonly TraitView[]>
  readonly get: (name: string) => Promise<TraitView | undefined>
  /** Everything that is wrong or doubtful with one, and what it means. */
  readonly check: (draft: TraitDraft) => Promise<TraitChecked>
  readonly create: (draft: TraitDraft, by: string) => Promise<Outcome<TraitView, string>>
  /** Refused where an audience or another trait asks what the new expression can't answer. Audiences that rest on it are computed anew. */
  readonly edit: (name: string, edit: TraitEdit, by: string) => Promise<Outcome<TraitView, string>>
  /** Refused while an audience or another trait rests on it. */
  readonly remove: (name: string, by: string) => Promise<Outcome<undefined, string>>
  /** How the values are spread over everybody, exactly. Refused with `cancelled` once the signal has fired. */
  readonly distribution: (
    of: { readonly name: string } | { readonly expression: unknown },
    options?: { readonly at?: number; readonly signal?: AbortSignal | undefined },
  ) => Promise<Outcome<TraitDistribution, string>>
}

export interface TraitDraft {
  readonly name: string
  readonly description?: string
  /** Whatever is sent: it is checked. */
  readonly expression: unknown
}

export interface TraitEdit {
  /** The one that was read. */
  readonly revision: number
  readonly description?: string
  readonly expression?: unknown
}

export interface TraitView {
  readonly name: string
  readonly description: string
  /** `own`: defined here. `standard`: Muster's own, and changed by settings. */
  readonly source: 'own' | 'standard'
  readonly expression: TraitExpression
  /** The expression in English. */
  readonly sentence: string
  /** Ids of the audiences that rest on it, directly or through others; archived ones left out. */
  readonly audiences: readonly string[]
  /** Names of the computed traits that are made of it, directly or through others. */
  readonly traits: readonly string[]
  /** Undefined for a standard one. */
  readonly edited:
    | {
        readonly revision: number
        readonly createdAt: number
        readonly createdBy: string
        readonly updatedAt: number
        readonly updatedBy: string
      }
    | undefined
}

export type TraitChecked =
  | { readonly ok: true; readonly sentence: string; readonly warnings: readonly Issue[] }
  | { readonly ok: false; readonly errors: readonly Issue[] }

export interface TraitDistribution {
  readonly at: number
  readonly sentence: string
  /** Profiles, and how many of them have no value. */
  readonly people: number
  readonly missing: number
  /** How many different values there are. */
  readonly distinct: number
  /** The most frequent values, at most {@link mostValues}; of as many, in the order of their spelling. */
  readonly values: readonly { readonly value: Json; readonly people: number }[]
  /** Of the values that are numbers, if there are any. */
  readonly numbers: NumberSpread | undefined
  readonly tookMs: number
}

export interface NumberSpread {
  readonly people: number
  readonly min: number
  readonly max: number
  readonly mean: number
  /** Of n sorted values the one at place ceil(q n), by `quantileExactLow`'s rule: always a value that somebody has. */
  readonly quantiles: {
    readonly p5: number
    readonly p25: number
    readonly p50: number
    readonly p75: number
    readonly p95: number
  }
  /** Equal steps from the 1st to the 99th percentile; what lies beyond is in the first and the last. `from` included, `to` not, but in the last. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly people: number }[]
}

export const mostValues = 50
