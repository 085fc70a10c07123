import { checkDefinition, describe } from '@muster/core'
import type { Definition, Json } from '@muster/core'
import { useEffect, useMemo, useReducer } from 'react'
import type { Names } from '../explain/evidence.ts'
import { severityOf } from './building.ts'
import type { Placed } from './building.ts'
import { drafts } from './draft.ts'
import { begin, reduce } from './state/builder.ts'
import type { BuilderState, Edit } from './state/builder.ts'
import { valueAt } from './state/tree.ts'
import { checkContextOf } from './vocabulary.ts'
import type { Vocabulary } from './vocabulary.ts'

export interface Built {
  readonly state: BuilderState
  readonly edit: (edit: Edit) => void
  readonly issues: readonly Placed[]
  /** The definition once nothing is wrong with it, and what it says. */
  readonly sound: { readonly definition: Definition; readonly sentence: string } | undefined
}

/** What is being built, with what the language says of it after every step; it is kept in this browser under `draftId`. */
export function useBuilder(
  initial: Json,
  draftId: string,
  vocabulary: Vocabulary,
  names: Names,
  self: string | undefined,
): Built {
  const [state, edit] = useReducer(reduce, initial, begin)
  const { present } = state
  const context = useMemo(() => checkContextOf(vocabulary, self), [vocabulary, self])
  const checked = useMemo(() => checkDefinition(present, context), [present, context])

  const hasSteps = state.past.length > 0 || state.future.length > 0
  useEffect(() => {
    if (hasSteps) drafts.keep(draftId, present)
  }, [hasSteps, draftId, present])

  return useMemo(() => {
    if (checked.ok) {
      const { definition, warnings } = checked
      const issues = warnings.map((issue): Placed => ({ ...issue, severity: 'doubtful' }))
      return { state, edit, issues, sound: { definition, sentence: describe(definition, names) } }
    }
    const issues = checked.errors.map((issue) => ({
      ...issue,
      severity: severityOf(issue, valueAt(present, issue.at)),
    }))
    return { state, edit, issues, sound: undefined }
  }, [checked, present, state, names])
}
