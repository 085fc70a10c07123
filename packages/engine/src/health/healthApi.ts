/** How well messages find their people. */
export interface HealthApi {
  readonly identity: () => Promise<IdentityHealth>
}

/**
 * One day of the workspace's zone, (from, to). Counts are of profiles that sent anything on that day, with what their messages had told by its end.
 */
export interface IdentityDay {
  /** Days since 1970-01-01. */
  readonly day: number
  readonly from: number
  readonly to: number
  readonly active: number
  /** Of the active: those with a user id, an email or a phone. */
  readonly known: number
  /** Of the known: those with two or more anonymous ids and devices together. */
  readonly severalDevices: number
  /** Of the active: those with a consent decision on record, whichever it was. */
  readonly consented: number
  readonly events: number
  /** Events of profiles that are known by the end of the day. */
  readonly knownEvents: number
  /** What the identity log says of the day. */
  readonly merges: number
  readonly leftOut: number
  readonly unmerges: number
  /** When it was counted: by the identities as they were then. */
  readonly computedAt: number
}

/** Shares from 0 to 1; undefined where there is nobody to share. */
export interface IdentityRates {
  /** known / active */
  readonly match: number | undefined
  /** events of known profiles / events */
  readonly matchByEvents: number | undefined
  /** known with several devices / known */
  readonly stitch: number | undefined
  /** with a consent decision / active */
  readonly consent: number | undefined
}

export const watchedRates = ['match', 'stitch', 'consent'] as const
export type WatchedRate = (typeof watchedRates)[number]

/** A rate of the last whole day that lies far below those of the days before. */
export interface Fall {
  readonly rate: WatchedRate
  readonly day: number
  readonly was: number
  readonly is: number
  /** was less is, in percentage points. */
  readonly points: number
}

export interface IdentityHealth {
  readonly zone: string
  /** All profiles at this moment, active or not. */
  readonly now: {
    readonly at: number
    readonly profiles: number
    readonly known: number
    readonly severalDevices: number
    readonly identifiers: number
  }
  /** The last whole days, the oldest first. One counted long after its end is told by the identities of that later time. */
  readonly days: readonly (IdentityDay & {
    readonly rates: IdentityRates
    readonly isBackfilled: boolean
  })[]
  readonly falls: readonly Fall[]
  /** When a fall is told: {@link Fall}, more than `points` below the median of the `days` before it; undefined when it is switched off. */
  readonly rule:
    { readonly points: number; readonly days: number; readonly least: number } | undefined
  /** Messages that were refused since every identifier of them is a blocked value. */
  readonly refusedAsBlocked: number
  /** Profiles with the most identifiers. */
  readonly largest: readonly { readonly profile: bigint; readonly identifiers: number }[]
}
