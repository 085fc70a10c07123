import type { CheckContext } from '../checkContext.ts'
import { defaultLimits } from '../limits.ts'
import { quote } from '../quote.ts'
import { references } from '../references.ts'
import { condition } from './condition.ts'
import type { Run, Spot, Unplaced } from './spot.ts'

/** One audience on the way, and those it refers to that are still to be looked at. */
interface Visit {
  readonly id: string
  readonly ahead: string[]
}

/**
 * Looks behind references, however long their chain is: whether each audience exists, is sound, refers only to lists that exist, and
 * leads back to none that is on the way to it. What was looked at once is not looked at again.
 */
export function faultsBehind(context: CheckContext): (id: string) => Unplaced | undefined {
  const sound = new Set<string>()
  const faults = new Map<string, Unplaced>()
  return (id) => {
    const fault = faults.get(id) ?? follow(id, sound, context)
    if (fault !== undefined) faults.set(id, fault)
    return fault
  }
}

/** Goes down every way from one audience, with a stack of its own, until a fault is met; adds what is sound. */
function follow(start: string, sound: Set<string>, context: CheckContext): Unplaced | undefined {
  const way: Visit[] = []
  const onWay = new Set<string>()
  let next: string | undefined = start
  while (next !== undefined || way.length > 0) {
    if (next !== undefined && !sound.has(next)) {
      const isCircle = next === context.self || onWay.has(next)
      const entered = isCircle ? 'circle' : enter(next, context)
      if (typeof entered === 'string') return faultOf(entered, [...onWay, next])
      way.push(entered)
      onWay.add(next)
    }
    next = way.at(-1)?.ahead.pop()
    const done = next === undefined ? way.pop() : undefined
    if (done !== undefined) {
      sound.add(done.id)
      onWay.delete(done.id)
    }
  }
  return undefined
}

/** The audience with what it refers to, or what keeps it from being one: it is not there, or the first of its faults. */
function enter(id: string, context: CheckContext): Visit | 'missing' | `faulty ${string}` {
  const definition = context.audience(id)
  if (definition === undefined) return 'missing'
  const run: Run = {
    context,
    limits: { ...defaultLimits, ...context.limits },
    faults: [],
    conditions: 0,
    // References are followed by the loop above, not by recursion.
    faultBehind: () => undefined,
  }
  const spot: Spot = { run, at: [], depth: 0, inAccount: false, judgesHistory: false }
  const read = condition(definition, spot)
  const [fault] = run.faults
  if (fault !== undefined) return `faulty ${fault.code} at ${JSON.stringify(fault.at)}`
  return { id, ahead: read === null ? [] : [...references(read).audiences] }
}

/** The fault that ends the way through these audiences. */
function faultOf(
  reason: 'circle' | 'missing' | `faulty ${string}`,
  ids: readonly string[],
): Unplaced {
  const chain = chainOf(ids)
  const last = quote(ids.at(-1) ?? '')
  if (reason === 'circle') {
    const message = `The audience would refer to itself: ${chain}. Take one of the references out.`
    return { code: 'circle', message }
  }
  if (reason === 'missing') {
    const message = `There is no audience ${last}.`
    if (ids.length === 1) return { code: 'unknown_audience', message }
    return {
      code: 'faulty_audience',
      message: `${message} It is missed here: ${chain}. Mend that first.`,
    }
  }
  const what = reason.replace('faulty ', '')
  const message = `The audience ${last} has a fault itself (${what}), and it is needed here: ${chain}. Mend that first.`
  return { code: 'faulty_audience', message }
}

/** The way in words; of a long one the beginning and the end. */
function chainOf(ids: readonly string[]): string {
  const shown = ids.length > 6 ? [...ids.slice(0, 3), '…', ...ids.slice(-2)] : ids
  return shown.map(quote).join(' refers to ')
}
