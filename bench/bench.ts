import type { Base } from './history/makeBase.ts'
import type { Options } from './options.ts'
import type { Stage } from './stage/stage.ts'
import type { Steady } from './stage/steady.ts'

/** What a section finds ready: a server with the whole history and all audiences, and what has been measured on the way. */
export interface Bench {
  readonly options: Options
  readonly base: Base
  readonly stage: Stage
  /** From the first call to create the audiences until the last of them was computed. */
  readonly createdInMs: number
  /** The steady load on it, measured when the first section asks. */
  readonly steady: () => Promise<Steady>
  /** A folder for what a section leaves behind; it is deleted at the end. */
  readonly scratch: string
  readonly say: (line: string) => void
}
