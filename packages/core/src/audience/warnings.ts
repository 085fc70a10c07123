import type { Catalogue, SeenPaths, SeenType } from './catalogue.ts'
import { typesAt } from './catalogue.ts'
import type { CheckContext } from './checkContext.ts'
import { noComputedTraits, typesShown } from './computedTrait.ts'
import type { Definition, EventSelector } from './definition.ts'
import { isDemographicsOnly } from './demographics.ts'
import type { Warning, WarningCode } from './issue.ts'
import { quote } from './quote.ts'
import { choices } from './references.ts'
import { suggest } from './suggest.ts'
import type { Use } from './uses.ts'
import { uses } from './uses.ts'

/** The kinds of identifiers that every workspace has. */
const commonIdentifiers = ['user_id', 'email', 'phone', 'device_id', 'anonymous_id']

/** Traits that every profile has, whether a catalogue has seen them or not. */
const traitsOfProfile: SeenPaths = new Map<string, readonly SeenType[]>([
  ['profile.firstSeenAt', ['instant']],
  ['profile.lastSeenAt', ['instant']],
  ['profile.isKnown', ['boolean']],
])

/**
 * What is doubtful in a sound definition. Data may come later, so an unknown name keeps nobody from using it; without a catalogue
 * nothing is said about names.
 */
export function warnings(
  definition: Definition,
  context: Pick<CheckContext, 'catalogue' | 'computedTrait' | 'computedTraitNames'>,
): readonly Warning[] {
  const found = [...warningsOfNames(definition, context)]
  if (isDemographicsOnly(definition)) {
    const message =
      'Only demographic traits decide who is in. Behaviour answers several times better: add something that people did.'
    found.push({ code: 'demographics_only', at: [], message })
  }
  return found
}

/** What is doubtful in the names that a definition uses, and in their types. */
export function warningsOfNames(
  definition: Definition,
  context: Pick<CheckContext, 'catalogue' | 'computedTrait' | 'computedTraitNames'>,
): readonly Warning[] {
  if (context.catalogue === undefined) return []
  const catalogue = withComputed(context.catalogue, context)
  return uses(definition).flatMap((use) => ofUse(use, catalogue))
}

function ofUse(use: Use, catalogue: Catalogue): readonly Warning[] {
  switch (use.use) {
    case 'event':
      return ofEvent(use.event, use, catalogue)
    case 'property':
      return ofPaths(use, propertiesOf(use.event, catalogue), 'unknown_property')
    case 'trait':
      return ofPaths(
        use,
        use.inAccount ? catalogue.accountTraits : catalogue.traits,
        'unknown_trait',
      )
    case 'identifier':
      return ofIdentifier(use.id, use, catalogue)
    case 'audience':
    case 'list':
    case 'account':
    case 'context':
      return []
  }
}

/** Computed traits win over those that were seen. */
function withComputed(
  catalogue: Catalogue,
  { computedTrait = noComputedTraits, computedTraitNames = [] }: Partial<CheckContext>,
): Catalogue {
  const computed = computedTraitNames.flatMap((name) => {
    const expression = computedTrait(name)
    return expression === undefined ? [] : [[name, typesShown(expression)] as const]
  })
  return {
    ...catalogue,
    traits: new Map([...catalogue.traits, ...traitsOfProfile, ...computed]),
  }
}

function ofEvent(selector: EventSelector, use: Use, catalogue: Catalogue): readonly Warning[] {
  const known = [...catalogue.events.keys()]
  return choices(selector).flatMap((choice, index) => {
    if ('any' in choice) return []
    if ('startsWith' in choice) {
      if (known.some((name) => name.startsWith(choice.startsWith))) return []
      const message = `No event seen so far starts with ${quote(choice.startsWith)}. Check the spelling.`
      return [{ code: 'unknown_event', at: use.at, message }]
    }
    if (catalogue.events.has(choice.name)) return []
    const at = typeof selector === 'string' ? use.at : [...use.at, index]
    const message = `No event ${quote(choice.name)} has been seen so far.`
    return [doubt('unknown_event', at, message, choice.name, known)]
  })
}

/** The united properties of all events that the selector means; `undefined` if it means none that is known. */
function propertiesOf(selector: EventSelector, catalogue: Catalogue): SeenPaths | undefined {
  const meant = choices(selector).flatMap((choice) => {
    if ('name' in choice) return [catalogue.events.get(choice.name)]
    const prefix = 'any' in choice ? '' : choice.startsWith
    return [...catalogue.events].flatMap(([name, seen]) => (name.startsWith(prefix) ? [seen] : []))
  })
  const united = new Map<string, readonly SeenType[]>()
  for (const [path, types] of meant.flatMap((seen) => [...(seen ?? [])])) {
    united.set(path, [...new Set([...(united.get(path) ?? []), ...types])])
  }
  return meant.some((seen) => seen !== undefined) ? united : undefined
}

function ofPaths(
  use: Use & { readonly use: 'property' | 'context' | 'trait' },
  seen: SeenPaths | undefined,
  unknown: 'unknown_property' | 'unknown_trait',
): readonly Warning[] {
  // Where nothing is known of the event, its own warning is enough.
  if (seen === undefined) return []
  const { path, at } = use
  const what = unknown === 'unknown_trait' ? 'trait' : 'property'
  const types = typesAt(path, seen)
  if (types === undefined) {
    return [
      doubt(unknown, at, `No ${what} ${quote(path)} has been seen so far.`, path, [...seen.keys()]),
    ]
  }
  const found: Warning[] = []
  if (types.length > 1) {
    const message = `The ${what} ${quote(path)} has been seen as ${types.join(' and ')}; values of another type than the one asked for don't count. Mend it where it is sent.`
    found.push({ code: 'several_types', at, message })
  }
  if (use.asInstant && types.length > 0 && types.some((type) => type !== 'instant')) {
    const message = `The ${what} ${quote(path)} has been seen as ${types.join(' and ')}, and only a date, or a date with time and zone, is an instant. Mend it where it is sent.`
    found.push({ code: 'not_an_instant', at, message })
  }
  return found
}

function ofIdentifier(kind: string, use: Use, catalogue: Catalogue): readonly Warning[] {
  const known = [...commonIdentifiers, ...(catalogue.identifierKinds ?? [])]
  if (known.includes(kind)) return []
  const message = `No identifier of the kind ${quote(kind)} has been seen so far.`
  return [doubt('unknown_identifier_kind', use.at, message, kind, known)]
}

function doubt(
  code: WarningCode,
  at: Warning['at'],
  message: string,
  name: string,
  known: readonly string[],
): Warning {
  const didYouMean = suggest(name, known)
  if (didYouMean === undefined) return { code, at, message: `${message} Check the spelling.` }
  return { code, at, message: `${message} Did you mean ${quote(didYouMean)}?`, didYouMean }
}
