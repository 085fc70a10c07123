import {
  fillIn,
  readinessOf,
  templateOf,
  templates,
  type Catalogue,
  type Commerce,
  type JsonObject,
  type Template,
} from '@muster/core'
import type { AudiencesApi, AudienceView } from '../library/audiencesApi.ts'
import { done, refused, type Outcome } from '../metadata/outcome.ts'
import type { FilledTemplate, TemplatesApi, TemplateView } from './templatesApi.ts'

export interface TemplatesDeps {
  readonly audiences: Pick<AudiencesApi, 'check' | 'create' | 'describe'>
  readonly catalogue: () => Catalogue
  readonly commerce: () => Commerce
}

export function createTemplates({
  audiences,
  catalogue,
  commerce,
}: TemplatesDeps): TemplatesApi<AudienceView> {
  const viewOf = (template: Template): TemplateView => ({
    template,
    readiness: readinessOf(template, commerce(), catalogue()),
  })

  const filled = async (
    id: string,
    parameters: JsonObject,
  ): Promise<Outcome<FilledTemplate & { readonly template: Template }, string>> => {
    const template = templateOf(id)
    if (template === undefined)
      return refused(
        'unknown_template',
        ['id'],
        `There is no template "${id}". List the templates.`,
      )
    const made = fillIn(template, parameters, commerce())
    if (!made.ok) {
      const [fault] = made.errors
      if (fault === undefined) throw new Error('parameters are refused with at least one fault')
      return refused(fault.code, fault.at, made.errors.map(({ message }) => message).join(' '))
    }
    const checked = await audiences.check(made.definition)
    if (!checked.ok) {
      const [fault] = checked.errors
      if (fault === undefined) throw new Error('a definition is refused with at least one fault')
      return refused(fault.code, ['parameters'], fault.message)
    }
    const { definition, warnings } = checked
    const sentence = await audiences.describe(definition)
    return done({ template, definition, sentence, warnings })
  }

  return {
    list: () => templates.map(viewOf),
    get: (id) => {
      const template = templateOf(id)
      return template && viewOf(template)
    },
    fillIn: async (id, parameters) => {
      const made = await filled(id, parameters)
      if (!made.ok) return made
      const { definition, sentence, warnings } = made.value
      return done({ definition, sentence, warnings })
    },
    create: async (id, { parameters, audience, ...wanted }, by) => {
      const made = await filled(id, parameters)
      if (!made.ok) return made
      const { template, definition } = made.value
      const draft = {
        name: template.name,
        description: template.explanation,
        ...wanted,
        ...(audience === undefined ? {} : { id: audience }),
      }
      return audiences.create({ ...draft, definition }, by)
    },
  }
}
