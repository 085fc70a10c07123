import type { Warehouse } from '../warehouse/warehouse.ts'
import { createCatalogue, type CatalogueKeeper } from './createCatalogue.ts'

/** The catalogue as the rest of the engine uses it. */
export interface OpenCatalogue extends Pick<CatalogueKeeper, 'report' | 'forCheck'> {
  /** To be told of messages that this process has recorded. */
  readonly note: CatalogueKeeper['note']
  readonly close: () => Promise<void>
}

/** How often counts go to the warehouse; a crash loses none, it only has more to count again. Milliseconds. */
const FLUSH_EVERY = 5_000

/** The catalogue of a warehouse that this process has to itself. */
export async function keepCatalogue(
  warehouse: Warehouse,
  onProblem: (error: unknown) => void,
): Promise<OpenCatalogue> {
  const keeper = createCatalogue({ warehouse })
  await keeper.recover()
  const flushing = setInterval(() => void keeper.flush().catch(onProblem), FLUSH_EVERY)
  return {
    ...keeper,
    close: async () => {
      clearInterval(flushing)
      await keeper.flush()
    },
  }
}
