import type { Definition } from '../audience/definition.ts'
import type { Names } from './names.ts'

/** What every part of the compiler needs to know. */
export interface CompileContext {
  /** The instant of evaluation T, in milliseconds since 1970 UTC. */
  readonly at: number
  /** The workspace's IANA time zone. */
  readonly zone: string
  /** Properties that have a column of their own. */
  readonly promoted: ReadonlySet<string>
  /** A referenced definition, checked already. Throws for an id that the check has not seen. */
  readonly audience: (id: string) => Definition
  readonly names: Names
}
