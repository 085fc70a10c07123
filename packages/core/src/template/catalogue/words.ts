import type { ParameterValue, TemplateNode, TemplateParameter } from '../template.ts'

/** Phrases that many templates share. */

export const blank = (name: string): TemplateNode => ({ $: name })

export const ordered = { $commerce: 'order' } as const
export const viewed = { $commerce: 'productViewed' } as const
export const added = { $commerce: 'productAdded' } as const
export const revenue = { $commerce: 'revenuePath' } as const
export const margin = { $commerce: 'marginPath' } as const
export const categoryOfLines = { $commerce: 'categoryPath' } as const
export const productOfLines = { $commerce: 'productPath' } as const

const parameter =
  (kind: TemplateParameter['kind']) =>
  (name: string, explanation: string, usual?: ParameterValue): TemplateParameter => ({
    name,
    explanation,
    kind,
    ...(usual === undefined ? {} : { default: usual }),
  })

export const text = parameter('text')
export const texts = parameter('texts')
export const number = parameter('number')
export const wholeNumber = parameter('wholeNumber')
export const duration = parameter('duration')
export const trait = parameter('trait')
export const property = parameter('property')
export const event = parameter('event')
export const audience = parameter('audience')
export const list = parameter('list')

/** Orders that have a line of the category, or of the product, in the blank. */
export const orderOf = (what: 'category' | 'product', name: string): TemplateNode => ({
  property: what === 'category' ? categoryOfLines : productOfLines,
  is: { equals: blank(name) },
})
