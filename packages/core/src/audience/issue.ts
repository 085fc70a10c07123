/** Where in a definition: keys and places in lists, from the root down. */
export type Place = readonly (string | number)[]

/** What keeps a definition from being used. The list is closed; each code stands for one rule of SPEC-language.md. */
export type FaultCode =
  // The text is no JSON that can be read without loss.
  | 'invalid_json'
  | 'invalid_text'
  | 'number_out_of_range'
  // The shape.
  | 'wrong_type'
  | 'unknown_kind'
  | 'several_kinds'
  | 'missing_key'
  | 'unknown_key'
  | 'missing_operator'
  | 'unknown_operator'
  | 'several_operators'
  // Arguments.
  | 'unknown_value'
  | 'empty_group'
  | 'empty_list'
  | 'empty_name'
  | 'empty_needle'
  | 'too_few_steps'
  | 'bad_duration'
  | 'bad_instant'
  | 'bad_pattern'
  | 'out_of_range'
  | 'reversed_pair'
  | 'ignore_case_without_text'
  // What may not stand together.
  | 'relative_to_now'
  | 'no_history'
  | 'not_in_account'
  | 'not_in_trait'
  | 'no_instant'
  | 'not_joined'
  // References.
  | 'unknown_audience'
  | 'unknown_list'
  | 'circle'
  | 'faulty_audience'
  | 'reserved_name'
  // Limits.
  | 'too_deep'
  | 'too_large'
  | 'too_many_conditions'
  | 'too_many_values'

/** What makes a definition doubtful: it is used as it is. */
export type WarningCode =
  | 'unknown_event'
  | 'unknown_property'
  | 'unknown_trait'
  | 'unknown_identifier_kind'
  | 'several_types'
  | 'not_an_instant'
  | 'demographics_only'

export type IssueCode = FaultCode | WarningCode

/** One fault or warning: a code for programs, the place, and a message that ends with the next step. */
export interface Issue<Code extends IssueCode = IssueCode> {
  readonly code: Code
  readonly at: Place
  readonly message: string
  readonly didYouMean?: string
}

export type Fault = Issue<FaultCode>
export type Warning = Issue<WarningCode>
