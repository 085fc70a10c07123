import type { Checker, Parts, Place } from './checker.ts'
import type { Condition } from './mapping.ts'

const TESTS = ['empty', 'equals', 'beginsWith', 'endsWith', 'contains', 'below', 'above'] as const
const KINDS = ['all', 'any', 'not', ...TESTS] as const
const depthLimit = 20

/** A condition on a row; `undefined` when something is wrong with it. */
export function checkCondition(
  value: unknown,
  at: Place,
  check: Checker,
  depth = 0,
): Condition | undefined {
  if (depth > depthLimit) {
    check.say('nested_too_deep', at, 'Conditions nest too deep. Flatten them.')
    return undefined
  }
  const parts = check.object(value, at, ['column', ...KINDS])
  if (parts === undefined) return undefined
  const kinds = KINDS.filter((kind) => parts[kind] !== undefined)
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1) {
    check.say(
      'one_test',
      at,
      `A condition has exactly one of ${KINDS.join(', ')}. Combine several by all or any.`,
    )
    return undefined
  }
  const inner = parts[kind]
  const place = [...at, kind]
  if (kind === 'not') {
    const not = checkCondition(inner, place, check, depth + 1)
    return not && { not }
  }
  if (kind === 'all' || kind === 'any') {
    const some = check
      .list(inner, place)
      .flatMap((one, index) => checkCondition(one, [...place, index], check, depth + 1) ?? [])
    return kind === 'all' ? { all: some } : { any: some }
  }
  return checkTest(kind, parts, at, check)
}

function checkTest(
  kind: (typeof TESTS)[number],
  parts: Parts,
  at: Place,
  check: Checker,
): Condition | undefined {
  const column = check.column(parts['column'], [...at, 'column'])
  const value = parts[kind]
  const place = [...at, kind]
  switch (kind) {
    case 'empty':
      return { column, empty: check.flag(value, place) }
    case 'equals': {
      const equals = check.texts(typeof value === 'string' ? [value] : value, place)
      return equals && { column, equals }
    }
    case 'beginsWith': {
      const beginsWith = check.text(value, place)
      return beginsWith === undefined ? undefined : { column, beginsWith }
    }
    case 'endsWith': {
      const endsWith = check.text(value, place)
      return endsWith === undefined ? undefined : { column, endsWith }
    }
    case 'contains': {
      const contains = check.text(value, place)
      return contains === undefined ? undefined : { column, contains }
    }
    case 'below':
    case 'above': {
      if (typeof value !== 'number') {
        check.say('not_a_number', place, `"${kind}" is a number. Give one.`)
        return undefined
      }
      return kind === 'below' ? { column, below: value } : { column, above: value }
    }
  }
}

/** The optional `when` of a field, a sum: spread into it. */
export function checkWhen(parts: Parts, at: Place, check: Checker): { readonly when?: Condition } {
  if (parts['when'] === undefined) return {}
  const when = checkCondition(parts['when'], [...at, 'when'], check)
  return when === undefined ? {} : { when }
}
