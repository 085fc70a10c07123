import {
  checkDefinition,
  defaultCommerce,
  fillIn,
  readinessOf,
  templateOf,
  templates,
} from '@muster/core'
import type { Catalogue, JsonObject, Template } from '@muster/core'
import type { AudiencesApi, AudienceView, TemplatesApi } from '@muster/engine'
import { done, refused } from './fakeOutcome.ts'

/** The real templates on a workspace that has seen one event; audiences are created where the fake keeps them. */
export function fakeTemplates(audiences: AudiencesApi): TemplatesApi<AudienceView> {
  const catalogue: Catalogue = {
    events: new Map([['Order Completed', new Map()]]),
    traits: new Map(),
  }
  const viewOf = (template: Template) => ({
    template,
    readiness: readinessOf(template, defaultCommerce, catalogue),
  })
  const filled = (id: string, parameters: JsonObject) => {
    const template = templateOf(id)
    if (template === undefined) return refused('unknown_template', ['id'])
    const made = fillIn(template, parameters, defaultCommerce)
    if (!made.ok) {
      const [fault] = made.errors
      return refused(fault?.code ?? '', fault?.at ?? [], fault?.message)
    }
    const checked = checkDefinition(made.definition, {
      audience: () => undefined,
      list: () => false,
    })
    if (!checked.ok) return refused(checked.errors[0]?.code ?? '', ['parameters'])
    return done({ template, definition: checked.definition })
  }
  return {
    list: () => templates.map(viewOf),
    get: (id) => {
      const template = templateOf(id)
      return template && viewOf(template)
    },
    fillIn: (id, parameters) => {
      const made = filled(id, parameters)
      if (!made.ok) return Promise.resolve(made)
      const { definition } = made.value
      return Promise.resolve(done({ definition, sentence: 'Somebody.', warnings: [] }))
    },
    create: (id, { parameters, audience, ...rest }, by) => {
      const made = filled(id, parameters)
      if (!made.ok) return Promise.resolve(made)
      const { template, definition } = made.value
      const draft = { name: template.name, ...rest, definition }
      return audiences.create({ ...draft, ...(audience !== undefined && { id: audience }) }, by)
    },
  }
}
