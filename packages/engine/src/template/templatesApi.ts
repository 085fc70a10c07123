import type { Definition, JsonObject, Readiness, Template, Warning } from '@muster/core'
import type { Outcome } from '../metadata/outcome.ts'

/** Audiences to start from. `View` is what a new audience is told as. */
export interface TemplatesApi<View> {
  readonly list: () => readonly TemplateView[]
  readonly get: (id: string) => TemplateView | undefined
  /** The definition with the blanks filled in, checked; nothing is saved. */
  readonly fillIn: (id: string, parameters: JsonObject) => Promise<Outcome<FilledTemplate, string>>
  /** The same, saved as an audience; its name and description are the template's unless they are given. */
  readonly create: (id: string, wanted: TemplateUse, by: string) => Promise<Outcome<View, string>>
}
export interface TemplateView {
  readonly template: Template
  readonly readiness: Readiness
}
export interface TemplateUse {
  readonly name?: string
  readonly description?: string
  readonly owner?: string
  readonly tags?: readonly string[]
  readonly state?: 'draft' | 'live'
  /** Of the audience to be; made from its name by default. */
  readonly audience?: string
  readonly parameters: JsonObject
}
export interface FilledTemplate {
  readonly definition: Definition
  readonly sentence: string
  readonly warnings: readonly Warning[]
}
