import { createCatalogue, type CatalogueKeeper } from '../catalogue/createCatalogue.ts'
import type { OpenCatalogue } from '../catalogue/keepCatalogue.ts'
import { LeaseLost } from './guard.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'

export interface SharedCatalogueDeps {
  readonly warehouse: Warehouse
  readonly clock: () => number
  /** The warehouse of whoever refreshes, in whose turn the counting falls too; nothing while that is another process. */
  readonly mine: () => Warehouse | undefined
  readonly onProblem: (error: unknown) => void
}

/** Milliseconds. */
const EVERY = 5_000
/** What was received so long ago stands, whichever process took it. Milliseconds. */
const STANDS_AFTER = 10_000

/**
 * The catalogue of a warehouse that several processes write to: the one that refreshes counts what stands, all of it once, and the others read
 * its sums. So names appear some seconds after their first message.
 */
export async function openSharedCatalogue(deps: SharedCatalogueDeps): Promise<OpenCatalogue> {
  const load = async (warehouse: Warehouse): Promise<CatalogueKeeper> => {
    const keeper = createCatalogue({ warehouse })
    await keeper.load()
    return keeper
  }
  let shown = await load(deps.warehouse)
  let counting: { readonly on: Warehouse; readonly keeper: CatalogueKeeper } | undefined
  const step = async (): Promise<void> => {
    const mine = deps.mine()
    if (mine === undefined) {
      counting = undefined
      shown = await load(deps.warehouse)
      return
    }
    if (counting?.on !== mine) counting = { on: mine, keeper: await load(mine) }
    shown = counting.keeper
    await shown.follow(deps.clock() - STANDS_AFTER)
  }
  let last: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    last = last.then(step).catch((error: unknown) => {
      // The next step sees whose turn it is.
      if (!(error instanceof LeaseLost)) deps.onProblem(error)
    })
  }, EVERY)
  return {
    report: (promoted) => shown.report(promoted),
    forCheck: () => shown.forCheck(),
    note: () => undefined,
    close: async () => {
      clearInterval(timer)
      await last
    },
  }
}
