import type { Percentiles } from './report/percentiles.ts'
import type { Bench } from './bench.ts'

export type Unit = 'ms' | 's' | 'events/s' | 'GB' | 'times' | '%' | 'rows' | 'audiences'

/** What is measured, and what the issue asks of it. Without a bound it is told for comparison. */
export interface Measure {
  readonly says: string
  readonly unit: Unit
  readonly atMost?: number
  readonly atLeast?: number
}

export interface Figure {
  readonly value: number
  /** In the same unit. */
  readonly percentiles?: Percentiles
  readonly note?: string
}

/** One part of the bench: a file that says what it measures and how. What it does not bring although it said so counts as missed. */
export interface Section<Name extends string = string> {
  readonly name: string
  /** It runs only when it is asked for, so that what runs without flags does not take a quarter of an hour. */
  readonly isAside?: true
  readonly measures: Readonly<Record<Name, Measure>>
  readonly run: (bench: Bench) => Promise<Readonly<Partial<Record<Name, Figure>>>>
}

/** Keeps the names of a section's measures, so that `run` can bring no other. */
export const section = <Name extends string>(one: Section<Name>): Section<Name> => one
