import { checkComputedTrait, describeTrait } from '@muster/core'
import type { Issue, Json, TraitExpression } from '@muster/core'
import { useEffect, useMemo, useReducer } from 'react'
import { severityOf } from '../builder/building.ts'
import type { Placed } from '../builder/building.ts'
import { drafts } from '../builder/draft.ts'
import { begin, reduce } from '../builder/state/builder.ts'
import type { BuilderState, Edit } from '../builder/state/builder.ts'
import { valueAt } from '../builder/state/tree.ts'
import { checkContextOf } from '../builder/vocabulary.ts'
import type { Vocabulary } from '../builder/vocabulary.ts'
import type { Names } from '../explain/evidence.ts'

export interface TraitBuilt {
  readonly state: BuilderState
  readonly edit: (edit: Edit) => void
  readonly issues: readonly Placed[]
  /** The expression once nothing is wrong with it, and what it says. */
  readonly sound: { readonly expression: TraitExpression; readonly sentence: string } | undefined
}

/** Until it has a name it has one that nobody can take. */
const UNNAMED = '\0'

/** An expression that is being built, with what the language says of it after every step; it is kept in this browser under `draftId`. */
export function useTraitBuilder({
  initial,
  draftId,
  vocabulary,
  names,
  name = UNNAMED,
}: {
  readonly initial: Json
  readonly draftId: string
  readonly vocabulary: Vocabulary
  readonly names: Names
  readonly name: string | undefined
}): TraitBuilt {
  const [state, edit] = useReducer(reduce, initial, begin)
  const { present } = state
  const context = useMemo(() => checkContextOf(vocabulary, undefined), [vocabulary])
  const checked = useMemo(
    () => checkComputedTrait({ name, expression: present }, context),
    [name, present, context],
  )

  const hasSteps = state.past.length > 0 || state.future.length > 0
  useEffect(() => {
    if (hasSteps) drafts.keep(draftId, present)
  }, [hasSteps, draftId, present])

  return useMemo(() => {
    if (!checked.ok) {
      const issues = checked.errors.map(withinExpression).map((issue) => {
        const value = valueAt(present, issue.at)
        // Where nothing is chosen yet, what stands there instead is of no interest.
        const message = value === null ? 'Choose a value.' : issue.message
        return { ...issue, message, severity: severityOf(issue, value) }
      })
      return { state, edit, issues, sound: undefined }
    }
    const { expression, warnings } = checked
    const issues = warnings
      .map(withinExpression)
      .map((issue): Placed => ({ ...issue, severity: 'doubtful' }))
    return {
      state,
      edit,
      issues,
      sound: { expression, sentence: describeTrait(expression, names) },
    }
  }, [checked, present, state, names])
}

/** The check has the name and the expression before it, the builder the expression alone. */
function withinExpression(issue: Issue): Issue {
  return { ...issue, at: issue.at.slice(1) }
}
