import type { KyselyPlugin } from 'kysely'
import type { Metadata } from '../metadata/metadata.ts'
import { WarehouseError, type Warehouse } from '../warehouse/warehouse.ts'
import type { Holding } from './holdLease.ts'

/** Whoever refreshed has lost the lease, or may have; somebody else goes on. */
export class LeaseLost extends WarehouseError {
  constructor() {
    super('lease_lost', 'Another process refreshes memberships now.', { transient: true })
  }
}

/** The metadata store, which runs nothing any more once the lease may be another's. */
export function metadataWhileHeld(metadata: Metadata, { isHeld }: Holding): Metadata {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      if (!isHeld()) throw new LeaseLost()
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  const db = metadata.db.withPlugin(plugin)
  return { ...metadata, db, transaction: (work) => db.transaction().execute(work) }
}

/** The warehouse, which runs nothing any more once the lease may be another's. */
export function warehouseWhileHeld(warehouse: Warehouse, { isHeld }: Holding): Warehouse {
  const whileHeld = <T>(work: () => Promise<T>): Promise<T> =>
    isHeld() ? work() : Promise.reject(new LeaseLost())
  return {
    query: <Row>(...call: Parameters<Warehouse['query']>) =>
      whileHeld(() => warehouse.query<Row>(...call)),
    command: (...call) => whileHeld(() => warehouse.command(...call)),
    insert: (...call) => whileHeld(() => warehouse.insert(...call)),
    close: warehouse.close,
  }
}
