import type { Catalogue } from '../audience/catalogue.ts'
import { checkDefinition } from '../audience/checkDefinition.ts'
import type { Warning } from '../audience/issue.ts'
import { references } from '../audience/references.ts'
import type { Commerce } from '../commerce/commerce.ts'
import { fillInBlindly } from './fillIn.ts'
import type { Template } from './template.ts'

/** The data that a template needs with its defaults, and what of it this installation has never seen. */
export interface Readiness {
  readonly events: readonly string[]
  /** Each with the event that it stands in. */
  readonly properties: readonly { readonly event: string; readonly path: string }[]
  readonly traits: readonly string[]
  readonly accountTraits: readonly string[]
  readonly isReady: boolean
  /** What has not been seen, said as the check of definitions says it. */
  readonly missing: readonly Warning[]
}

const missingCodes: ReadonlySet<string> = new Set([
  'unknown_event',
  'unknown_property',
  'unknown_trait',
  'unknown_identifier_kind',
])

/** Read off the definition itself. A template whose audience or list is still to be chosen is judged by the rest of it. */
export function readinessOf(
  template: Template,
  commerce: Commerce,
  catalogue: Catalogue,
): Readiness {
  const checked = checkDefinition(fillInBlindly(template, commerce), {
    // Whatever will be chosen is there: it is offered from what is.
    audience: () => ({ everyone: true }),
    list: () => true,
    catalogue,
  })
  if (!checked.ok) {
    const [fault] = checked.errors
    throw new Error(`the template "${template.id}" is faulty: ${fault?.message ?? ''}`)
  }
  const { events, properties, traits, accountTraits } = references(checked.definition)
  const missing = checked.warnings.filter(({ code }) => missingCodes.has(code))
  return {
    events,
    properties: properties.map(({ event, path }) => ({
      event: 'name' in event ? event.name : 'startsWith' in event ? `${event.startsWith}…` : '*',
      path,
    })),
    traits,
    accountTraits,
    isReady: missing.length === 0,
    missing,
  }
}
