import type { CheckContext } from '../checkContext.ts'
import { defaultLimits } from '../limits.ts'
import { quote } from '../quote.ts'
import { references } from '../references.ts'
import { condition } from './condition.ts'
import type { Run, Unplaced } from './spot.ts'

/** One audience on the way, and those it refers to that are still to be looked at. */
interface Visit {
  readonly id: string
  readonly ahead: string[]
}

/**
 * Looks behind references, however long their chain is: whether each audience exists, is sound, refers only to lists that exist, and
 * leads back to none that is on the way to it. What was found sound once is not looked at again.
 */
export function faultsBehind(context: CheckContext): (id: string) => Unplaced | undefined {
  const sound = new Set<string>()
  return (id) => {
    const way: Visit[] = []
    let next: string | undefined = id
    while (next !== undefined || way.length > 0) {
      if (next !== undefined && !sound.has(next)) {
        const entered = enter(next, way, context)
        if ('code' in entered) return entered
        way.push(entered)
      }
      const last = way.at(-1)
      if (last === undefined) return undefined
      next = last.ahead.pop()
      if (next === undefined) {
        sound.add(last.id)
        way.pop()
      }
    }
    return undefined
  }
}

function enter(id: string, way: readonly Visit[], context: CheckContext): Visit | Unplaced {
  const chain = chainOf([...way.map((visit) => visit.id), id])
  if (id === context.self || way.some((visit) => visit.id === id)) {
    const message = `The audience would refer to itself: ${chain}. Take one of the references out.`
    return { code: 'circle', message }
  }
  const definition = context.audience(id)
  if (definition === undefined) {
    const message =
      way.length === 0
        ? `There is no audience ${quote(id)}.`
        : `There is no audience ${quote(id)}: ${chain}. Mend that one first.`
    return { code: way.length === 0 ? 'unknown_audience' : 'faulty_audience', message }
  }
  const run: Run = {
    context,
    limits: { ...defaultLimits, ...context.limits },
    faults: [],
    conditions: 0,
    // References are followed by the loop above, not by recursion.
    faultBehind: () => undefined,
  }
  const read = condition(definition, {
    run,
    at: [],
    depth: 0,
    inAccount: false,
    judgesHistory: false,
  })
  const [fault] = run.faults
  if (read === null || fault !== undefined) {
    const what = fault === undefined ? '' : ` (${fault.code} at ${fault.at.join('.')})`
    return { code: 'faulty_audience', message: `${chain} has a fault${what}. Mend that one first.` }
  }
  return { id, ahead: [...references(read).audiences] }
}

/** The way in words; of a long one the beginning and the end. */
function chainOf(ids: readonly string[]): string {
  const names = ids.map(quote)
  const shown = names.length > 6 ? [...names.slice(0, 3), '…', ...names.slice(-2)] : names
  return shown.join(' refers to ')
}
