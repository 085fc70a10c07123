import type { CheckContext } from './checkContext.ts'
import { conditionsIn, noComputedTraits, type TraitExpression } from './computedTrait.ts'
import { traitExpression } from './check/computedTrait.ts'
import { faultsBehind } from './check/faultsBehind.ts'
import { isLargerThan } from './check/size.ts'
import type { Run, Spot } from './check/spot.ts'
import { inside, refuse } from './check/spot.ts'
import { name } from './check/values.ts'
import type { Fault, Warning } from './issue.ts'
import { defaultLimits } from './limits.ts'
import { quote } from './quote.ts'
import { computedTraitsIn } from './references.ts'
import { warningsOfNames } from './warnings.ts'

export type ComputedTraitChecked =
  | {
      readonly ok: true
      readonly name: string
      readonly expression: TraitExpression
      readonly warnings: readonly Warning[]
    }
  | { readonly ok: false; readonly errors: readonly Fault[] }

/** Beginnings of names that are Muster's own. */
const RESERVED = ['profile.', 'rfm.', 'lifecycle.', 'value.', 'preferred.', 'score.', 'consent.']
const LONGEST_NAME = 200

/**
 * Reads a computed trait from parsed JSON, its name and its expression, against the workspace. The answer is one that every other part can rely on,
 * or all of its faults, each with its place. Never throws, whatever the input is.
 */
export function checkComputedTrait(
  input: { readonly name: unknown; readonly expression: unknown },
  context: CheckContext,
): ComputedTraitChecked {
  const run: Run = {
    context,
    limits: { ...defaultLimits, ...context.limits },
    faults: [],
    conditions: 0,
    faultBehind: faultsBehind(context),
  }
  const root: Spot = { run, at: [], depth: 0, inAccount: false, judgesHistory: false }
  const named = ownName(input.name, inside(root, 'name'))
  const spot = inside(root, 'expression')
  const expression = traitExpression(input.expression, spot)
  if (isLargerThan(input.expression, run.limits.bytes)) {
    const message = `The expression is larger than ${run.limits.bytes} bytes of JSON. Use a list for many values.`
    refuse(spot, 'too_large', message)
  }
  if (expression !== null && named !== null) refuseCircle(named, expression, spot)
  if (expression === null || named === null || run.faults.length > 0)
    return { ok: false, errors: run.faults }
  const warnings = conditionsIn(expression).flatMap((part) => warningsOfNames(part, context))
  // The conditions stand elsewhere in the expression than in a definition.
  return {
    ok: true,
    name: named,
    expression,
    warnings: warnings.map((w) => ({ ...w, at: ['expression'] })),
  }
}

function ownName(input: unknown, spot: Spot): string | null {
  const given = name(input, spot)
  if (given === null) return null
  if (given.length > LONGEST_NAME)
    return refuse(
      spot,
      'out_of_range',
      `A name has at most ${LONGEST_NAME} characters. Shorten it.`,
    )
  const prefix = RESERVED.find((beginning) => given.startsWith(beginning))
  if (prefix === undefined) return given
  const message = `Names that begin with ${quote(prefix)} are Muster's own. Choose another name.`
  return refuse(spot, 'reserved_name', message)
}

function refuseCircle(named: string, expression: TraitExpression, spot: Spot): void {
  const { computedTrait = noComputedTraits } = spot.run.context
  const behind = computedTraitsIn(conditionsIn(expression), {
    // One that does not exist yet is made of itself as well.
    computedTrait: (other) => (other === named ? expression : computedTrait(other)),
    audience: () => undefined,
  })
  if (!behind.has(named)) return
  const message = `The computed trait ${quote(named)} would be made of itself. Take that reference out.`
  refuse(spot, 'circle', message)
}
