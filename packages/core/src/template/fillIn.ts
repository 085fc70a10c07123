import type { Issue } from '../audience/issue.ts'
import type { Commerce } from '../commerce/commerce.ts'
import { parseDuration } from '../time/duration.ts'
import type { Json, JsonObject } from '../value/json.ts'
import { suggest } from '../audience/suggest.ts'
import type {
  CommerceWord,
  ParameterKind,
  Template,
  TemplateNode,
  TemplateParameter,
} from './template.ts'

/** What is wrong with the parameters that were given. */
export interface ParameterFault {
  readonly code: 'unknown_parameter' | 'missing_parameter' | 'bad_parameter'
  readonly at: Issue['at']
  readonly message: string
  readonly didYouMean?: string
}

export type FilledIn =
  | { readonly ok: true; readonly definition: Json }
  | { readonly ok: false; readonly errors: readonly ParameterFault[] }

/**
 * The definition of a template with its blanks filled in: from what is given, else from the defaults, and names of commerce from the
 * workspace's setting. All faults of the parameters are told, each at `parameters` and its name. What comes out is JSON for the check of
 * definitions, which looks at values such as reversed pairs as it does for everybody.
 */
export function fillIn(template: Template, given: JsonObject, commerce: Commerce): FilledIn {
  const errors: ParameterFault[] = []
  const names = template.parameters.map(({ name }) => name)
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue
    const didYouMean = suggest(name, names)
    errors.push({
      code: 'unknown_parameter',
      at: ['parameters', name],
      message: `The template "${template.id}" has no parameter "${name}". Use ${names.join(', ')}.`,
      ...(didYouMean === undefined ? {} : { didYouMean }),
    })
  }
  const values = new Map<string, Json>()
  for (const parameter of template.parameters) {
    const value = Object.hasOwn(given, parameter.name) ? given[parameter.name] : parameter.default
    const fault = faultIn(parameter, value)
    if (fault !== undefined) errors.push(fault)
    else if (value !== undefined) values.set(parameter.name, value)
  }
  if (errors.length > 0) return { ok: false, errors }
  return { ok: true, definition: filled(template.definition, values, commerce) }
}

/** The same with a stand-in for every parameter that has no default: for looking at what data a template needs. */
export function fillInBlindly(template: Template, commerce: Commerce): Json {
  const values = new Map<string, Json>(
    template.parameters.map((parameter) => [
      parameter.name,
      parameter.default ?? standIns[parameter.kind],
    ]),
  )
  return filled(template.definition, values, commerce)
}

const standIns: Readonly<Record<ParameterKind, Json>> = {
  text: 'x',
  texts: ['x'],
  number: 1,
  wholeNumber: 1,
  duration: '1d',
  trait: 'x',
  property: 'x',
  event: 'x',
  audience: 'x',
  list: 'x',
}

function faultIn(
  parameter: TemplateParameter,
  value: Json | undefined,
): ParameterFault | undefined {
  const { name, kind, explanation } = parameter
  const at = ['parameters', name]
  if (value === undefined) {
    const message = `The parameter "${name}" has no default: ${explanation}. Give ${wanted[kind]}.`
    return { code: 'missing_parameter', at, message }
  }
  if (fits(kind, value)) return undefined
  const message = `The parameter "${name}" (${explanation}) takes ${wanted[kind]}. Give one.`
  return { code: 'bad_parameter', at, message }
}

const wanted: Readonly<Record<ParameterKind, string>> = {
  text: 'a text',
  texts: 'a list of texts',
  number: 'a number',
  wholeNumber: 'a whole number',
  duration: 'a duration such as "30d"',
  trait: 'the name or path of a trait',
  property: 'the name or path of a property',
  event: 'the name of an event',
  audience: 'the id of an audience',
  list: 'the id of a list',
}

function fits(kind: ParameterKind, value: Json): boolean {
  switch (kind) {
    case 'texts':
      return Array.isArray(value) && value.length > 0 && value.every(isText)
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint'
    case 'wholeNumber':
      return typeof value === 'bigint' || Number.isSafeInteger(value)
    case 'duration':
      return isText(value) && parseDuration(value) !== undefined
    case 'text':
    case 'trait':
    case 'property':
    case 'event':
    case 'audience':
    case 'list':
      return isText(value)
  }
}

const isText = (value: Json): value is string => typeof value === 'string' && value !== ''

function filled(node: TemplateNode, values: ReadonlyMap<string, Json>, commerce: Commerce): Json {
  if (typeof node !== 'object') return node
  if (isList(node)) return node.map((member) => filled(member, values, commerce))
  if (isBlank(node)) {
    const value = values.get(node.$)
    if (value === undefined) throw new Error(`the template has no parameter "${node.$}"`)
    return value
  }
  if (isWord(node)) return wordOf(node.$commerce, commerce)
  return Object.fromEntries(
    Object.entries(node).map(([key, member]) => [key, filled(member, values, commerce)]),
  )
}

const isList = (node: TemplateNode): node is readonly TemplateNode[] => Array.isArray(node)
const isBlank = (node: object): node is { readonly $: string } => '$' in node
const isWord = (node: object): node is { readonly $commerce: CommerceWord } => '$commerce' in node

type DerivedWord = Exclude<CommerceWord, keyof Commerce>

const derived: Readonly<Record<DerivedWord, (commerce: Commerce) => string>> = {
  revenuePath: ({ revenue }) => revenue[0] ?? 'revenue',
  marginPath: ({ margin }) => margin[0] ?? 'margin',
  categoryPath: ({ products, category }) => `${products}[].${category}`,
  productPath: ({ products, productId }) => `${products}[].${productId}`,
}
const isDerived = (word: CommerceWord): word is DerivedWord => Object.hasOwn(derived, word)

const wordOf = (word: CommerceWord, commerce: Commerce): string =>
  isDerived(word) ? derived[word](commerce) : commerce[word]
