/**
 * The audience language as plain readonly data: the one shape that is stored, checked, described, evaluated, compiled and edited.
 * What each kind means is written rule by rule in SPEC.md.
 */
export type Definition = Condition

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly everyone: true }
  | TraitCondition
  | TraitChangeCondition
  | EventCondition
  | RatioCondition
  | SequenceCondition
  | NotFollowedByCondition
  | { readonly audience: string }
  | { readonly list: string }
  | ShareCondition
  | IdentifierCondition
  | { readonly account: Condition }

export interface TraitCondition {
  readonly trait: Path
  readonly is: Predicate
  readonly for?: Duration
}

export interface TraitChangeCondition {
  readonly trait: Path
  readonly changed: { readonly from?: Predicate; readonly to?: Predicate }
  readonly window?: Window
}

export interface EventCondition {
  readonly event: EventSelector
  readonly where?: Filter
  readonly window?: Window
  readonly aggregate?: Aggregate
  /** A number test; a value predicate when the aggregate is `first` or `last`. */
  readonly is?: NumberTest | Predicate
}

/** An event condition without `is`, as it stands inside a ratio. */
export interface Measure {
  readonly event: EventSelector
  readonly where?: Filter
  readonly window?: Window
  readonly aggregate?: Aggregate
}

export interface RatioCondition {
  readonly ratio: readonly [Measure, Measure]
  readonly is: NumberTest
}

export interface SequenceCondition {
  readonly sequence: readonly Step[]
  readonly within?: Duration
  readonly without?: Step
  readonly window?: Window
}

export interface Step {
  readonly event: EventSelector
  readonly where?: Filter
}

export interface NotFollowedByCondition {
  readonly event: EventSelector
  readonly where?: Filter
  readonly window?: Window
  readonly notFollowedBy: Step
  readonly within: Duration
}

export interface ShareCondition {
  readonly share: { readonly salt: string; readonly from: number; readonly to: number }
}

export interface IdentifierCondition {
  readonly identifier: string
  readonly is?: NumberTest
}

export type EventSelector = string | readonly string[] | { readonly startsWith: string }

export type Filter = readonly FilterNode[] | FilterNode

export type FilterNode =
  | { readonly all: readonly FilterNode[] }
  | { readonly any: readonly FilterNode[] }
  | { readonly not: FilterNode }
  | { readonly property: Path; readonly is: Predicate }
  | { readonly context: Path; readonly is: Predicate }
  | { readonly some: Path; readonly where: Filter }
  | {
      readonly time: {
        readonly weekday?: readonly Weekday[]
        readonly hours?: readonly [number, number]
      }
    }

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

/** A key, or keys joined with dots; `[]` after a key walks into an array. */
export type Path = string
/** A positive whole number with `s`, `m` (minutes), `h`, `d` or `w`. */
export type Duration = string
/** A date with time and zone, or a date alone (midnight UTC). */
export type Instant = string

export type Window =
  | { readonly last: Duration }
  | { readonly ago: readonly [Duration, Duration] }
  | { readonly olderThan: Duration }
  | { readonly from?: Instant; readonly to?: Instant }
  | { readonly since: { readonly trait: Path } }
  | { readonly calendar: CalendarPeriod }

export type CalendarPeriod =
  | 'today'
  | 'yesterday'
  | 'this_week'
  | 'this_month'
  | 'this_quarter'
  | 'this_year'
  | 'last_week'
  | 'last_month'
  | 'last_quarter'
  | 'last_year'

export type Aggregate =
  | 'count'
  | 'daysActive'
  | { readonly distinct: Path }
  | { readonly sum: Path }
  | { readonly average: Path }
  | { readonly min: Path }
  | { readonly max: Path }
  | { readonly first: Path }
  | { readonly last: Path }

export type Numeric = number | bigint

export type NumberTest =
  | { readonly atLeast: Numeric }
  | { readonly atMost: Numeric }
  | { readonly moreThan: Numeric }
  | { readonly lessThan: Numeric }
  | { readonly exactly: Numeric }
  | { readonly between: readonly [Numeric, Numeric] }

export type Scalar = string | number | bigint | boolean

export type Predicate =
  | { readonly exists: boolean }
  | { readonly equals: Scalar; readonly ignoreCase?: boolean }
  | { readonly oneOf: readonly Scalar[]; readonly ignoreCase?: boolean }
  | { readonly contains: string; readonly ignoreCase?: boolean }
  | { readonly startsWith: string; readonly ignoreCase?: boolean }
  | { readonly endsWith: string; readonly ignoreCase?: boolean }
  | { readonly matches: string }
  | NumberTest
  | { readonly before: Instant }
  | { readonly onOrAfter: Instant }
  | { readonly withinLast: Duration }
  | { readonly moreThanAgo: Duration }
  | { readonly withinNext: Duration }
  | { readonly moreThanAhead: Duration }
  | { readonly anniversaryWithin: Duration }
  | { readonly includes: Scalar }
  | { readonly some: Predicate }
  | { readonly length: NumberTest }
  | { readonly near: { readonly lat: number; readonly lon: number; readonly km: number } }
