import type { Condition } from '../audience/definition.ts'
import type { Place } from '../audience/issue.ts'
import type { EventFact } from '../evidence/evidence.ts'
import type { Json } from '../value/json.ts'
import type { Bounds } from './window.ts'

/** Why a condition does or does not hold for one profile: the definition's tree again, with the evidence beside each condition. */
export interface Explanation {
  readonly condition: Condition
  /** Where the condition stands in its definition. */
  readonly at: Place
  readonly holds: boolean
  readonly found: Found
}

/** What a condition came to. The evidence is gathered only for who asks: refresh evaluates far more than anybody reads. */
export interface Finding {
  readonly holds: boolean
  readonly found: () => Found
}

/** The evidence in short. Instants are milliseconds since 1970 UTC, numbers exact decimal text. */
export type Found =
  | { readonly kind: 'group'; readonly parts: readonly Explanation[] }
  | { readonly kind: 'everyone' }
  | { readonly kind: 'trait'; readonly values: readonly Json[]; readonly since?: number }
  | { readonly kind: 'change'; readonly window: Bounds; readonly changes: readonly ChangeRef[] }
  | ({ readonly kind: 'event' } & Measured)
  | {
      readonly kind: 'ratio'
      readonly parts: readonly [Measured, Measured]
      readonly measured?: string
    }
  | {
      readonly kind: 'sequence'
      readonly window: Bounds
      /** The chain that is one, or else the latest of the longest attempts. */
      readonly steps: readonly EventRef[]
      /** What the attempt failed by; left out when the sequence holds. */
      readonly missed?: 'incomplete' | 'too_late' | 'interrupted'
    }
  | {
      readonly kind: 'not_followed_by'
      readonly window: Bounds
      readonly unanswered: readonly EventRef[]
      readonly waiting: readonly EventRef[]
    }
  | { readonly kind: 'audience'; readonly id: string; readonly explanation: Explanation }
  | { readonly kind: 'list' }
  | { readonly kind: 'share'; readonly measured: number }
  | { readonly kind: 'identifier'; readonly measured: string }
  | { readonly kind: 'account'; readonly accounts: readonly AccountFinding[] }

/** What an aggregate over the events of a window came to. */
export interface Measured {
  readonly window: Bounds
  readonly matching: number
  /** At most five, newest first. */
  readonly events: readonly EventRef[]
  /** Missing when the aggregate has no number. */
  readonly measured?: string
  /** The value of `first` and `last`. */
  readonly value?: Json
}

export interface EventRef {
  readonly messageId: string
  readonly at: number
  readonly name: string
}

/** A trait's values before and after an instant; more than one behind `[]`, none when it is missing. */
export interface ChangeRef {
  readonly at: number
  readonly from: readonly Json[]
  readonly to: readonly Json[]
}

export interface AccountFinding {
  readonly id: string
  readonly explanation: Explanation
}

const MOST_SHOWN = 5

/** The newest few of facts that are in order. */
export function newest<F>(facts: readonly F[]): readonly F[] {
  return facts.slice(-MOST_SHOWN).reverse()
}

export function eventRef({ messageId, at, name }: EventFact): EventRef {
  return { messageId, at, name }
}

export function newestEvents(events: readonly EventFact[]): readonly EventRef[] {
  return newest(events).map(eventRef)
}
