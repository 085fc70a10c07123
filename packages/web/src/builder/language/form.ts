import type { Json, JsonObject } from '@muster/core'
import { isObject } from '../../format/json.ts'

/**
 * The audience language as the builder shows it: each shape is a form with fields, and each field is of a kind for which there
 * is one editor. A new kind of condition is a new form here and nothing else, unless it has a kind of argument that was never there.
 */
export type FieldKind = ConditionFieldKind | ExpressionFieldKind

/** Those that only computed traits have. */
export type ExpressionFieldKind =
  'amountAggregate' | 'cases' | 'rivals' | 'textParts' | 'traitAggregate'

export type ConditionFieldKind =
  | 'aggregate'
  | 'audience'
  | 'changed'
  | 'condition'
  | 'context'
  | 'duration'
  | 'durationPair'
  | 'event'
  | 'filters'
  | 'flag'
  | 'hours'
  | 'identifierKind'
  | 'instant'
  | 'list'
  | 'measures'
  | 'near'
  | 'number'
  | 'numberPair'
  | 'numberTest'
  | 'pattern'
  | 'period'
  | 'predicate'
  | 'property'
  | 'scalar'
  | 'scalars'
  | 'share'
  | 'sinceTrait'
  | 'some'
  | 'step'
  | 'steps'
  | 'test'
  | 'text'
  | 'time'
  | 'trait'
  | 'truth'
  | 'weekdays'
  | 'window'

export interface Field {
  readonly key: string
  readonly kind: FieldKind
  /** The words around it. */
  readonly before?: string
  readonly after?: string
  /** What it is called where it can be added; a field without it is always there. */
  readonly add?: string
  /** What it begins with. */
  readonly initial: Json
  /** Shown where it is, and not offered where it is not. */
  readonly isRare?: boolean
  /** Asks what was before, which nobody keeps of computed traits. */
  readonly ofHistory?: boolean
  /** What has to be there with it, unless it is. */
  readonly needs?: JsonObject
  /** Stands on a line of its own below. */
  readonly isBelow?: boolean
}

export interface Form {
  readonly id: string
  /** Whoever has one of these keys has this form; forms are tried in their order. */
  readonly keys: readonly string[]
  readonly name: string
  /** A line for whoever chooses. */
  readonly detail?: string
  readonly fields: readonly Field[]
  readonly initial: Json
}

/** The form of a value; nothing for what the builder does not know, which is edited as JSON. */
export function formOf<F extends Form>(
  value: Json | undefined,
  forms: readonly F[],
): F | undefined {
  if (!isObject(value)) {
    // Of aggregates some are a word.
    return forms.find(({ initial }) => typeof initial === 'string' && initial === value)
  }
  return forms.find(({ keys }) => keys.some((key) => Object.hasOwn(value, key)))
}

/** The fields of a value that are there, and those that can be added. */
export function fieldsOf(
  value: JsonObject,
  { fields }: Form,
): { readonly present: readonly Field[]; readonly absent: readonly Field[] } {
  const isThere = ({ key, kind, add }: Field) =>
    add === undefined || (kind === 'flag' ? value[key] === true : Object.hasOwn(value, key))
  return {
    present: fields.filter(isThere),
    absent: fields.filter((field) => field.isRare !== true && !isThere(field)),
  }
}

/** A value in another form of its union, with the argument kept where both take the same kind. */
export function converted(value: Json | undefined, from: Form | undefined, to: Form): Json {
  const [had] = from?.fields ?? []
  const [has] = to.fields
  if (!isObject(value) || !isObject(to.initial) || had === undefined || has === undefined) {
    return to.initial
  }
  const argument = value[had.key]
  if (had.kind !== has.kind || argument === undefined) return to.initial
  return { ...to.initial, [has.key]: argument }
}
