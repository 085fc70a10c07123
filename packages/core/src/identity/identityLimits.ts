/** How many identifiers of a kind one profile may collect from evidence. */
export interface IdentityLimits {
  readonly perKind: Readonly<Record<string, number>>
  /** For the kinds that are not named. */
  readonly otherKinds: number
}

export const defaultIdentityLimits: IdentityLimits = {
  perKind: { user_id: 1, email: 5, phone: 5, device_id: 100, anonymous_id: 100 },
  otherKinds: 5,
}

/** The limit of a kind; at least 1, since an identifier that stands alone always has its profile. */
export function limitOf(limits: IdentityLimits, kind: string): number {
  const limit = Object.hasOwn(limits.perKind, kind) ? limits.perKind[kind] : undefined
  return Math.max(1, limit ?? limits.otherKinds)
}
