import type { Meanings } from '../audience/computedTrait.ts'
import type { Names } from './names.ts'

/** What every part of the compiler needs to know. */
export interface CompileContext extends Meanings {
  /** The instant of evaluation T, in milliseconds since 1970 UTC. */
  readonly at: number
  /** The workspace's IANA time zone. */
  readonly zone: string
  /** Properties that have a column of their own. */
  readonly promoted: ReadonlySet<string>
  readonly names: Names
}
