import type { Definition } from '@muster/core'

/** An audience of the bench: its id, and what it means. */
export type Entry = readonly [id: string, definition: Definition]
