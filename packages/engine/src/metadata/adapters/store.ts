import type { PostgresPool } from 'kysely'

/** What an adapter gives: connections, and how to let go of everything. `openMetadata` makes the port of it. */
export interface Store {
  readonly pool: PostgresPool
  /** The schema to create and work in; absent means that the database's default is used. */
  readonly schema?: string
  readonly exclusive: boolean
  /** Only of a store in a folder: see `Metadata`. */
  readonly whileStill?: <T>(work: () => Promise<T>) => Promise<T>
  close(): Promise<void>
}
