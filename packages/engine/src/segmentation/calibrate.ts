import {
  basisOf,
  conditionsIn,
  figuresOf,
  type Basis,
  type Catalogue,
  type Commerce,
  type Definition,
  type Json,
  type Segmentation,
} from '@muster/core'
import { addCalibration, currentCalibration } from '../metadata/segmentation/calibrations.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { done, refused, type Outcome } from '../metadata/outcome.ts'
import { recordAudit } from '../metadata/workspace/auditLog.ts'
import { recomputing } from '../traits/recomputing.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { learn } from './learn.ts'
import type { Calibration, LearnedBecause, SegmentationState } from './segmentationApi.ts'
import { askedOf } from './whyLearn.ts'

export interface CalibrateDeps {
  readonly warehouse: Warehouse
  readonly metadata: Metadata
  readonly clock: () => number
  readonly zone: () => string
  readonly settings: () => Segmentation
  readonly commerce: () => Commerce
  readonly promoted: ReadonlySet<string>
  readonly catalogue: () => Catalogue
  /** Gives the properties that a definition refers to columns of their own. */
  readonly promote: (definition: Definition) => Promise<void>
  /** Whoever learns waits for the one before, and sees then what that one learned. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
  /** Told when what audiences mean has changed. */
  readonly onChanged: () => void
}

/**
 * Learns the thresholds of everybody as of now. They are in force, and whoever they concern is asked for anew, in one transaction: a crash leaves
 * either the old ones or the new ones with all that they ask for. Refused with `no_revenue` or `too_few_customers`.
 */
export async function calibrate(
  deps: CalibrateDeps,
  { because, by }: { readonly because: LearnedBecause; readonly by: string },
): Promise<Outcome<Calibration, string>> {
  const [settings, commerce] = [deps.settings(), deps.commerce()]
  const basis = basisOf(settings, commerce, deps.catalogue())
  if (basis === undefined) return refused('no_revenue', [], noRevenue(settings, commerce))
  await deps.promote({ all: figuresOf(basis).flatMap(([, figure]) => conditionsIn(figure)) })
  const at = deps.clock()
  const context = { at, zone: deps.zone(), promoted: deps.promoted }
  const learnt = await learn(deps.warehouse, basis, context)
  if (learnt.customers < settings.leastCustomers)
    return refused('too_few_customers', [], tooFew(learnt.customers, basis, settings))
  const stored = await deps.metadata.transaction((tx) =>
    recomputing(tx, at, async () => {
      const before = await currentCalibration(tx)
      const learned = { at, because, by, ...learnt }
      const after = await addCalibration(tx, learned, askedOf(settings, commerce))
      await recordAudit(tx, {
        ...{ at, actor: by, action: 'segmentation.learn' },
        subject: { kind: 'calibration', id: String(after.id) },
        ...(before === undefined ? {} : { before: auditOf(before) }),
        after: auditOf(after),
      })
      return after
    }),
  )
  deps.onChanged()
  return done(stored)
}

// Numbers, names and a checked filter are JSON.
const auditOf = (calibration: Calibration): Json => calibration as unknown as Json

export const noRevenue = (settings: Segmentation, commerce: Commerce): string =>
  `None of ${commerce.revenue.join(', ')} has been seen as a number in "${settings.order ?? commerce.order}". Send it, or say in the setting "segmentation" where revenue stands.`

const tooFew = (customers: number, { period }: Basis, { leastCustomers }: Segmentation): string =>
  `There are ${customers} customers with an order in the last ${period}, and thresholds need ${leastCustomers}. Wait for more, or lower leastCustomers in the setting "segmentation".`

/** Why there are no thresholds yet. */
export function waitingFor({
  settings,
  commerce,
  catalogue,
}: Pick<CalibrateDeps, 'settings' | 'commerce' | 'catalogue'>): NonNullable<
  SegmentationState['waitingFor']
> {
  const isKnown = basisOf(settings(), commerce(), catalogue()) !== undefined
  if (!isKnown) return { code: 'no_revenue', message: noRevenue(settings(), commerce()) }
  const { leastCustomers, period } = settings()
  const message = `Thresholds are learned within minutes of there being ${leastCustomers} customers with an order in the last ${period}.`
  return { code: 'too_few_customers', message }
}
