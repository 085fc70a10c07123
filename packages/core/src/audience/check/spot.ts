import type { CheckContext } from '../checkContext.ts'
import type { Fault, FaultCode, Place } from '../issue.ts'
import type { Limits } from '../limits.ts'
import { listed, quote } from '../quote.ts'
import { suggest } from '../suggest.ts'

/** Enough to mend a definition by; a hostile one must not fill memory with faults. */
const mostFaults = 500

/** One run of the check: what was found and counted so far. The only thing here that changes. */
export interface Run {
  readonly context: CheckContext
  readonly limits: Limits
  readonly faults: Fault[]
  conditions: number
  /** Says what is wrong behind a reference to an audience, or nothing. */
  readonly faultBehind: (id: string) => Unplaced | undefined
}

/** A fault that still lacks its place. */
export type Unplaced = Omit<Fault, 'at'>

/** Where the check stands, with what the conditions around that place allow. */
export interface Spot {
  readonly run: Run
  readonly at: Place
  readonly depth: number
  readonly inAccount: boolean
  /** In a computed trait there is no audience to be asked for. */
  readonly inTrait?: boolean
  /** Under `for` and `changed` old values are judged, so nothing may be relative to T. */
  readonly judgesHistory: boolean
}

/** What a parser returns for a part at fault. JSON's own `null` is a value nowhere in the language. */
export type Refused = null

/** Reads one part of a definition; what is wrong with it then stands among the run's faults. */
export type Parser<T> = (value: unknown, spot: Spot) => T | Refused

export function inside(spot: Spot, ...keys: Place): Spot {
  return { ...spot, at: [...spot.at, ...keys] }
}

export function refuse(spot: Spot, code: FaultCode, message: string, didYouMean?: string): Refused {
  if (spot.run.faults.length < mostFaults) {
    spot.run.faults.push({
      code,
      at: spot.at,
      message,
      ...(didYouMean === undefined ? {} : { didYouMean }),
    })
  }
  return null
}

/** Refuses a name that is not among those known, with the nearest of them, or else with what is known. */
export function refuseName(
  spot: Spot,
  code: FaultCode,
  message: string,
  name: string,
  known: readonly string[],
): Refused {
  const didYouMean = suggest(name, known)
  if (didYouMean !== undefined)
    return refuse(spot, code, `${message} Did you mean ${quote(didYouMean)}?`, didYouMean)
  return refuse(spot, code, known.length === 0 ? message : `${message} Known are ${someOf(known)}.`)
}

/** All operators fit into a message; the ids of a large workspace don't. */
function someOf(known: readonly string[]): string {
  const most = 30
  return known.length <= most ? listed(known) : `${listed(known.slice(0, most))}, among others`
}

/**
 * One level further down, or a refusal when that is too deep or no more faults are taken: every recursion passes through here
 * before it goes on, so that no input can exhaust the stack or the time.
 */
export function deeper(spot: Spot): Spot | Refused {
  const { limits, faults } = spot.run
  if (faults.length >= mostFaults) return null
  if (spot.depth >= limits.depth) {
    const message = `This is nested deeper than ${limits.depth} levels. Take a part of it out into an audience of its own and refer to that.`
    return refuse(spot, 'too_deep', message)
  }
  return { ...spot, depth: spot.depth + 1 }
}
