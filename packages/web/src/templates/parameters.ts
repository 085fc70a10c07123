import type { Template } from '@muster/client'
import { parseJson } from '@muster/core'
import type { Json, JsonObject } from '@muster/core'
import { isList, shortJson } from '../format/json.ts'

export type Parameter = Template['parameters'][number]

/** A parameter's default as somebody would type it; nothing when it has none. */
export function typedDefault({ default: value }: Parameter): string {
  if (value === undefined) return ''
  return isList(value) ? value.map((each) => shortJson(each)).join(', ') : shortJson(value)
}

/** What was typed for each parameter, as the API takes it. What is left empty is left out, and what is no number stays text. */
export function readParameters(
  parameters: readonly Parameter[],
  typed: Readonly<Record<string, string>>,
): JsonObject {
  const given = parameters.flatMap((parameter): readonly (readonly [string, Json])[] => {
    const text = (typed[parameter.name] ?? typedDefault(parameter)).trim()
    if (text === '' || text === typedDefault(parameter)) return []
    return [[parameter.name, valueOf(parameter.kind, text)]]
  })
  return Object.fromEntries(given)
}

function valueOf(kind: Parameter['kind'], text: string): Json {
  switch (kind) {
    case 'number':
    case 'wholeNumber': {
      const parsed = parseJson(text)
      return parsed.ok ? parsed.value : text
    }
    case 'texts':
      return text
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '')
    case 'text':
    case 'duration':
    case 'trait':
    case 'property':
    case 'event':
    case 'audience':
    case 'list':
      return text
  }
}

/** Those that fit what is sought, those whose data is there first. */
export function arrangedTemplates(
  templates: readonly Template[],
  sought: string,
): readonly Template[] {
  const words = sought.trim().toLowerCase()
  return templates
    .filter(({ name, explanation, way }) =>
      [name, explanation, way].some((text) => text.toLowerCase().includes(words)),
    )
    .toSorted((a, b) => Number(b.isReady) - Number(a.isReady))
}
