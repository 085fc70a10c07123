import type { CheckContext } from './checkContext.ts'
import type { Definition } from './definition.ts'
import { condition } from './check/condition.ts'
import { faultsBehind } from './check/faultsBehind.ts'
import { isLargerThan } from './check/size.ts'
import type { Run, Spot } from './check/spot.ts'
import { refuse } from './check/spot.ts'
import type { Fault, Warning } from './issue.ts'
import { defaultLimits } from './limits.ts'
import { warnings } from './warnings.ts'

export type Checked =
  | { readonly ok: true; readonly definition: Definition; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly errors: readonly Fault[] }

/**
 * Reads a definition from parsed JSON. The answer is either a definition that every other part can rely on, rebuilt from the input's
 * own keys, with warnings; or all of its faults (up to 500), each with its place. Never throws, whatever the input is.
 */
export function checkDefinition(input: unknown, context: CheckContext): Checked {
  const run: Run = {
    context,
    limits: { ...defaultLimits, ...context.limits },
    faults: [],
    conditions: 0,
    faultBehind: faultsBehind(context),
  }
  const spot: Spot = { run, at: [], depth: 0, inAccount: false, judgesHistory: false }
  const definition = condition(input, spot)
  if (isLargerThan(input, run.limits.bytes)) {
    const message = `The definition is larger than ${run.limits.bytes} bytes of JSON. Use a list for many values, or an audience of its own for a part.`
    refuse(spot, 'too_large', message)
  }
  if (definition === null || run.faults.length > 0) return { ok: false, errors: run.faults }
  return { ok: true, definition, warnings: warnings(definition, context) }
}
