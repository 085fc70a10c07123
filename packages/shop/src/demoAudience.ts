import type { Definition } from '@muster/core'

export interface DemoAudience {
  /** What other audiences refer to it by. */
  readonly id: string
  readonly name: string
  readonly description: string
  readonly definition: Definition
}
