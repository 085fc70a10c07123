import { behaviour } from './catalogue/behaviour.ts'
import { business } from './catalogue/business.ts'
import { journey } from './catalogue/journey.ts'
import { people } from './catalogue/people.ts'
import { selling } from './catalogue/selling.ts'
import { value } from './catalogue/value.ts'
import { ways, type Template } from './template.ts'

/** All templates, in the order of the ways to segment. */
export const templates: readonly Template[] = [
  ...people,
  ...behaviour,
  ...business,
  ...value,
  ...journey,
  ...selling,
].toSorted((a, b) => ways.indexOf(a.way) - ways.indexOf(b.way))

export const templateOf = (id: string): Template | undefined =>
  templates.find((template) => template.id === id)
