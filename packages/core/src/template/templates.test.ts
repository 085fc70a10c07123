import { describe, expect, test } from 'vitest'
import type { Catalogue } from '../audience/catalogue.ts'
import { checkDefinition } from '../audience/checkDefinition.ts'
import { describe as inEnglish } from '../audience/describe/describe.ts'
import { defaultCommerce } from '../commerce/commerce.ts'
import type { JsonObject } from '../value/json.ts'
import { fillIn } from './fillIn.ts'
import { readinessOf } from './readiness.ts'
import { ways } from './template.ts'
import type { ParameterKind, Template } from './template.ts'
import { templateOf, templates } from './templates.ts'

const examples: Readonly<Record<ParameterKind, string>> = {
  ...{ text: 'Coffee', texts: '', number: '', wholeNumber: '', duration: '', trait: 'plan' },
  ...{ property: 'coupon', event: 'Signed Up', audience: 'vip', list: 'gold' },
}
const required = (template: Template): JsonObject =>
  Object.fromEntries(
    template.parameters
      .filter((parameter) => parameter.default === undefined)
      .map(({ name, kind }) => [name, examples[kind]]),
  )
const workspace = {
  audience: (id: string) => (id === 'vip' ? ({ everyone: true } as const) : undefined),
  list: (id: string) => id === 'gold',
}
const nothingSeen: Catalogue = { events: new Map(), traits: new Map(), accountTraits: new Map() }

test('there are more than thirty, of every way to segment, each with a name of its own', () => {
  expect(templates.length).toBeGreaterThanOrEqual(30)
  expect(new Set(templates.map(({ way }) => way))).toEqual(new Set(ways))
  expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length)
  expect(new Set(templates.map(({ name }) => name)).size).toBe(templates.length)
})

describe.each(templates.map((template) => [template.id, template] as const))(
  '%s',
  (_, template) => {
    const filledIn = fillIn(template, required(template), defaultCommerce)

    test('becomes a definition that passes the check, and says what it means', () => {
      if (!filledIn.ok) throw new Error(JSON.stringify(filledIn.errors))
      const checked = checkDefinition(filledIn.definition, workspace)
      if (!checked.ok) throw new Error(JSON.stringify(checked.errors))
      expect(inEnglish(checked.definition, {})).toMatch(/\w/)
      expect(checked.warnings).toEqual(
        template.way === 'demographic' && template.id === 'birthday-soon'
          ? [expect.objectContaining({ code: 'demographics_only' })]
          : [],
      )
    })

    test('uses each of its parameters, and no other', () => {
      const blanks = [...JSON.stringify(template.definition).matchAll(/\{"\$":"(\w+)"\}/g)].map(
        ([, name]) => name,
      )
      expect([...new Set(blanks)].sort()).toEqual(
        template.parameters.map(({ name }) => name).sort(),
      )
    })

    test('every blank changes the definition', () => {
      for (const { name, kind } of template.parameters) {
        const other = { ...required(template), [name]: others[kind] }
        expect(fillIn(template, other, defaultCommerce)).not.toEqual(filledIn)
      }
    })
  },
)

const others: Readonly<Record<ParameterKind, string | number | readonly string[]>> = {
  ...{ text: 'Other', texts: ['Other'], number: 3.25, wholeNumber: 77, duration: '11d' },
  ...{ trait: 'other', property: 'other', event: 'Other', audience: 'other', list: 'other' },
}

describe('parameters', () => {
  const template = templateOf('category-without-category')
  if (template === undefined) throw new Error('the template is gone')

  test('all that is wrong is told, with its place', () => {
    const given = { bougt: 'Coffee', offer: 5, within: 'a year' }
    const filled = fillIn(template, given, defaultCommerce)
    expect(filled).toMatchObject({
      ok: false,
      errors: [
        { code: 'unknown_parameter', at: ['parameters', 'bougt'], didYouMean: 'bought' },
        { code: 'missing_parameter', at: ['parameters', 'bought'] },
        { code: 'bad_parameter', at: ['parameters', 'offer'] },
        { code: 'bad_parameter', at: ['parameters', 'within'] },
      ],
    })
  })

  test('a name such as __proto__ is a parameter that is not there', () => {
    const given: JsonObject = Object.fromEntries([['__proto__', 'x']])
    expect(fillIn(template, given, defaultCommerce)).toMatchObject({
      errors: [{ code: 'unknown_parameter' }, {}, {}],
    })
  })

  test("the workspace's own words of commerce are used", () => {
    const commerce = { ...defaultCommerce, order: 'Purchase', products: 'items', category: 'dept' }
    const filled = fillIn(template, { bought: 'A', offer: 'B' }, commerce)
    expect(filled).toMatchObject({
      definition: {
        all: [
          {
            event: 'Purchase',
            where: [{ property: 'items[].dept', is: { equals: 'A' } }],
            window: { last: '365d' },
          },
          { not: { event: 'Purchase' } },
        ],
      },
    })
  })
})

describe('readiness', () => {
  const cart = templateOf('cart-abandoners')
  const margins = templateOf('high-margin')
  if (cart === undefined || margins === undefined) throw new Error('templates are gone')

  test('says what the installation has never seen, and what was perhaps meant', () => {
    const events: Catalogue['events'] = new Map([
      ['Order Complete', new Map([['margin', ['number']]])],
      ['Product Added', new Map()],
    ])
    const readiness = readinessOf(cart, defaultCommerce, { ...nothingSeen, events })
    expect(readiness).toMatchObject({
      events: ['Product Added', 'Order Completed'],
      isReady: false,
      missing: [{ code: 'unknown_event', didYouMean: 'Order Complete' }],
    })
  })

  test('a property that its event never had is missing; one that it has is not', () => {
    const withPaths = (...paths: string[]): Catalogue => ({
      ...nothingSeen,
      events: new Map([
        ['Order Completed', new Map(paths.map((path) => [path, ['number'] as const]))],
      ]),
    })
    expect(readinessOf(margins, defaultCommerce, withPaths('revenue'))).toMatchObject({
      isReady: false,
      missing: [{ code: 'unknown_property' }],
    })
    const ready = readinessOf(margins, defaultCommerce, withPaths('revenue', 'margin'))
    expect(ready).toMatchObject({
      properties: [{ event: 'Order Completed', path: 'margin' }],
      isReady: true,
    })
  })

  test('every template can be judged on an empty installation', () => {
    const ready = templates.filter(
      (template) => readinessOf(template, defaultCommerce, nothingSeen).isReady,
    )
    // These need nothing but that somebody does anything at all, or what is chosen later.
    expect(ready.map(({ id }) => id).sort()).toEqual([
      'audience-without',
      'frequent-visitors',
      'on-list',
      'several-devices',
    ])
  })
})
