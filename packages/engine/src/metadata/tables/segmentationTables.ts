import type { GeneratedAlways } from 'kysely'
import type { LearnedBecause } from '../../segmentation/segmentationApi.ts'
import type { InstantColumn } from './columns.ts'

export interface CalibrationTable {
  readonly id: GeneratedAlways<number>
  readonly at: InstantColumn
  readonly because: LearnedBecause
  readonly learned_by: string
  /** What the settings asked for, to see when they ask for something else. */
  readonly asked: string
  /** JSON text of all else that was learned. */
  readonly learned: string
}
