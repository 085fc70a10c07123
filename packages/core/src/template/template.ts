import type { Commerce } from '../commerce/commerce.ts'

/** The ways to segment that the field knows; every one has templates. */
export const ways = [
  'demographic',
  'geographic',
  'behavioural',
  'psychographic',
  'firmographic',
  'value',
  'needs',
  'lifecycle',
  'micro',
  'buying_stage',
  'suppression',
  'cross_sell',
] as const
export type Way = (typeof ways)[number]

/**
 * An audience to start from, as data: a definition in the audience language with blanks, and what may be put into them. What data it
 * needs is read off the filled-in definition, so it is never said twice.
 */
export interface Template {
  readonly id: string
  readonly name: string
  readonly way: Way
  /** Whom it finds and what it is good for, in a sentence or two. */
  readonly explanation: string
  readonly parameters: readonly TemplateParameter[]
  readonly definition: TemplateNode
}

export interface TemplateParameter {
  readonly name: string
  readonly explanation: string
  readonly kind: ParameterKind
  /** Without one, whoever uses the template has to say it. */
  readonly default?: ParameterValue
}

/** What a parameter takes: `trait` is the path of one, `texts` a list of at least one. */
export type ParameterKind =
  | 'text'
  | 'texts'
  | 'number'
  | 'wholeNumber'
  | 'duration'
  | 'trait'
  | 'property'
  | 'event'
  | 'audience'
  | 'list'
export type ParameterValue = string | number | readonly string[]

/** A blank for a parameter; one for a name that the workspace's commerce setting decides; or JSON with blanks in it. */
export type TemplateNode =
  | { readonly $: string }
  | { readonly $commerce: CommerceWord }
  | string
  | number
  | boolean
  | readonly TemplateNode[]
  | { readonly [key: string]: TemplateNode }

/** `revenuePath` and `marginPath` are the first of their lists; `categoryPath` and `productPath` lead from the order to its lines. */
export type CommerceWord =
  | {
      [Key in keyof Commerce]: Commerce[Key] extends string ? Key : never
    }[keyof Commerce]
  | 'revenuePath'
  | 'marginPath'
  | 'categoryPath'
  | 'productPath'
