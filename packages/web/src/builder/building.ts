import type { Issue, Json, Place } from '@muster/core'
import { createContext, use } from 'react'
import type { Edit } from './state/builder.ts'
import type { Seen } from './seen.ts'
import { isWithin } from './state/builder.ts'
import { samePlace } from './state/tree.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What every part of the builder works with. */
export interface Building {
  readonly edit: (edit: Edit) => void
  /** Faults and warnings of the definition as it is now. */
  readonly issues: readonly Placed[]
  readonly vocabulary: Vocabulary
}

export type Severity = 'unfinished' | 'wrong' | 'doubtful'
export interface Placed extends Issue {
  readonly severity: Severity
}

export const BuildingContext = createContext<Building | undefined>(undefined)

export function useBuilding(): Building {
  const building = use(BuildingContext)
  if (building === undefined) throw new Error('a part of the builder stands outside of it')
  return building
}

/** Where a part stands: which events its paths are of, and in which array; whether people or accounts are meant. */
export interface Scope {
  readonly event: Json | undefined
  /** What stands before the paths here: `products[].` among the elements of `products`. */
  readonly below: string
  readonly inAccount: boolean
  /** Whether a computed trait is made of it. */
  readonly inTrait?: boolean
}

export const ScopeContext = createContext<Scope>({ event: undefined, below: '', inAccount: false })
export const useScope = (): Scope => use(ScopeContext)

/** What a predicate is about, as far as the catalogue knows it. */
export const SubjectContext = createContext<Seen | undefined>(undefined)
export const useSubject = (): Seen | undefined => use(SubjectContext)

/** Puts a value where an editor stands. */
export function usePut(at: Place): (value: Json, isTyping?: boolean) => void {
  const { edit } = useBuilding()
  return (value, isTyping = false) => {
    edit({ do: 'put', at, value, isTyping })
  }
}

/** Whether something is wrong exactly here. What is only unfinished is not shown as wrong. */
export function useIsWrong(at: Place): boolean {
  return useBuilding().issues.some((issue) => issue.severity === 'wrong' && samePlace(issue.at, at))
}

/** The issues of a place and of everything in it. */
export function issuesWithin(issues: readonly Placed[], at: Place): readonly Placed[] {
  return issues.filter((issue) => isWithin(issue.at, at))
}

const unfinished: ReadonlySet<string> = new Set([
  ...['empty_name', 'empty_needle', 'empty_list', 'empty_group', 'missing_key', 'missing_operator'],
])

/** Somebody who is in the middle of it has not done anything wrong yet. */
export function severityOf(issue: Issue, value: Json | undefined): Severity {
  if (unfinished.has(issue.code) || value === '' || value === null) return 'unfinished'
  return 'wrong'
}
