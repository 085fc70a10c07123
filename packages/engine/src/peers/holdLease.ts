import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '../metadata/metadata.ts'
import { acquireLease, releaseLease, renewLease, type Lease } from '../metadata/work/leases.ts'

/** A lease as its holder knows it. */
export interface Holding {
  readonly lease: Lease
  /**
   * Whether nobody else can have it yet, by this machine's clocks alone: false from a moment before it runs out, also when the process was
   * stopped meanwhile and knows nothing of it.
   */
  readonly isHeld: () => boolean
}

export interface LeaseKeeper {
  readonly holding: () => Holding | undefined
  /** Gives it back, so that others need not wait until it runs out. */
  readonly close: () => Promise<void>
}

export interface LeaseTimes {
  /** How long a holding lasts without a sign of life. Milliseconds. */
  readonly lasts: number
  /** How often it is renewed, or asked for. Milliseconds. */
  readonly every: number
}

export interface LeaseUse {
  readonly name: () => string
  readonly holder: string
  readonly times: LeaseTimes
  /** Runs while the lease is renewed beside it. When it rejects the lease is given back. */
  readonly gained: (holding: Holding) => Promise<void>
  /** Called for each holding that was gained and is no more. */
  readonly lost: (holding: Holding) => void
  readonly onProblem: (error: unknown) => void
}

/** A holder stops so long before the database would let go of its lease: for what is on its way then. Milliseconds. */
const MARGIN = 1_000

/** Asks for a lease until it is had, renews it, and asks again when it was lost. Resolves when it has asked once. */
export async function holdLease(db: Db, use: LeaseUse): Promise<LeaseKeeper> {
  const { times, onProblem } = use
  const closing = new AbortController()
  const { signal } = closing
  // A function, since the compiler does not expect it to change while something is awaited.
  const isClosing = (): boolean => signal.aborted
  const pause = (): Promise<void> =>
    sleep(times.every, undefined, { signal }).catch(() => undefined)
  let current: Holding | undefined
  let renewing: Promise<void> = Promise.resolve()

  const ask = async (): Promise<void> => {
    const asked = readClocks()
    const lease = await acquireLease(db, use.name(), use.holder, times.lasts)
    if (lease === undefined) return
    const holding = newHolding(lease, asked, times.lasts - MARGIN)
    current = holding
    renewing = renew(holding)
    try {
      await use.gained(holding)
    } catch (error) {
      current = undefined
      use.lost(holding)
      await releaseLease(db, lease)
      throw error
    }
  }

  /** Resolves when the holding is over. Whatever the holder does with it goes on beside. */
  const renew = async (holding: ExtendableHolding): Promise<void> => {
    for (;;) {
      await pause()
      if (isClosing() || current !== holding) return
      const asked = readClocks()
      try {
        const renewed = await renewLease(db, holding.lease, times.lasts)
        if (renewed === undefined) return
        holding.extend(asked)
      } catch (error) {
        onProblem(error)
        if (!holding.isHeld()) return
      }
    }
  }

  const run = async (): Promise<void> => {
    while (!isClosing()) {
      const holding = current
      if (holding === undefined) {
        await pause()
        if (!isClosing()) await ask().catch(onProblem)
      } else {
        await renewing
        if (isClosing()) return
        if (current === holding) current = undefined
        use.lost(holding)
        await ask().catch(onProblem)
      }
    }
  }

  await ask().catch(onProblem)
  const running = run()
  return {
    holding: () => current,
    close: async () => {
      closing.abort()
      await running
      const last = current
      current = undefined
      if (last !== undefined) await releaseLease(db, last.lease)
    },
  }
}

interface ExtendableHolding extends Holding {
  readonly extend: (asked: Reading) => void
}

interface Reading {
  readonly steady: number
  readonly wall: number
}

/** Two clocks: one stands still while the machine sleeps, the other may be set. When either says that it is over, it is. */
const readClocks = (): Reading => ({ steady: performance.now(), wall: Date.now() })

function newHolding(lease: Lease, asked: Reading, lasts: number): ExtendableHolding {
  let from = asked
  return {
    lease,
    isHeld: () => {
      const now = readClocks()
      return now.steady - from.steady < lasts && now.wall - from.wall < lasts
    },
    extend: (at) => {
      from = at
    },
  }
}
