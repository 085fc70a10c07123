import type { Json } from '@muster/core'

/** How a file becomes messages, as checked; docs/import.md tells what each part means. */
export interface Mapping extends Reading {
  /** Part of every messageId: the same rows under another name are other messages. */
  readonly name: string
  /** `message`: every row is a message of the Segment spec already. */
  readonly kind: 'track' | 'identify' | 'page' | 'group' | 'message'
  readonly event?: EventRule
  readonly timestamp?: TimestampRule
  readonly identifiers: Identifiers
  readonly properties: Fields
  readonly traits: Fields
  readonly context: Fields
  /** Texts that stand for no value, beside empty. */
  readonly missing: readonly string[]
  readonly skip: readonly SkipRule[]
  /** The columns whose values make the messageId; without them the row's line and content do. */
  readonly key?: readonly string[]
  readonly grouping?: Grouping
  /** So many rejects end the import: the mapping is wrong rather than the rows. */
  readonly stopAfterRejects: number
}

/** How the file is read, before anything is mapped. */
export interface Reading {
  readonly format?: 'csv' | 'ndjson' | 'parquet'
  readonly delimiter?: string
  readonly encoding?: string
  readonly header?: readonly string[]
}

/** By the name in the message. */
export type Fields = Readonly<Record<string, Field>>

export interface Identifiers {
  readonly userId?: Field
  readonly anonymousId?: Field
  readonly groupId?: Field
  readonly email?: Field
  readonly phone?: Field
  /** By the identifier's kind. */
  readonly externalIds: Fields
}

export type Field = ConstantField | ColumnField
export interface ConstantField {
  readonly constant: Json
  readonly when?: Condition
}
export interface ColumnField {
  readonly column: string
  /** Without it a value is taken as the file has it: text from a CSV, its own type from the others. */
  readonly type?: FieldType
  readonly trim: boolean
  readonly lower: boolean
  /** An end that is cut off, such as the `.0` of `17850.0`. */
  readonly strip?: string
  /** Of a number or an integer: without its sign. */
  readonly absolute: boolean
  readonly decimal: '.' | ','
  /** Of an instant. */
  readonly time?: TimeForm
  readonly when?: Condition
}
export type FieldType = 'text' | 'number' | 'integer' | 'boolean' | 'instant' | 'json'

export type EventRule =
  | { readonly kind: 'constant'; readonly event: string }
  /** The column's text, or what `values` makes of it. */
  | {
      readonly kind: 'column'
      readonly column: string
      readonly values?: Readonly<Record<string, string>>
    }
  /** The first case that holds. */
  | {
      readonly kind: 'cases'
      readonly cases: readonly { readonly when: Condition; readonly event: string }[]
      readonly otherwise?: string
    }

export interface TimestampRule {
  /** Several are joined by a blank: a date and a time of day. */
  readonly columns: readonly string[]
  readonly time: TimeForm
}

/** `iso`, `epoch_seconds`, `epoch_milliseconds`, or a pattern of Unicode date fields such as `yyyy-MM-dd HH:mm:ss`. */
export interface TimeForm {
  readonly format: string
  /** IANA; of a pattern without an offset. */
  readonly zone?: string
  /** Which of the two instants is meant by a time that the clocks show twice. */
  readonly ambiguous: 'reject' | 'earlier' | 'later'
}

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly column: string; readonly empty: boolean }
  | { readonly column: string; readonly equals: readonly string[] }
  | { readonly column: string; readonly beginsWith: string }
  | { readonly column: string; readonly endsWith: string }
  | { readonly column: string; readonly contains: string }
  | { readonly column: string; readonly below: number }
  | { readonly column: string; readonly above: number }

export interface SkipRule {
  readonly name: string
  readonly when: Condition
}

/** The rows with equal values in the columns `by` become one message. */
export interface Grouping {
  readonly by: readonly string[]
  /** One object for each row, in the order of the file. */
  readonly lines?: {
    readonly as: string
    readonly fields: Fields
    /** Of more rows than that only the first are told, and how many are not stands beside them. */
    readonly most?: number
  }
  readonly sums: Readonly<Record<string, Sum>>
}
/** The exact sum over the rows of the product of some columns, by the name of the property. */
export interface Sum {
  readonly product: readonly string[]
  readonly decimal: '.' | ','
  readonly absolute: boolean
  readonly when?: Condition
}
