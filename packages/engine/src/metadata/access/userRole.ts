/** What somebody who signs in may be; what each may do stands with the routes. */
export const userRoles = [
  'owner',
  'admin',
  'marketer',
  'analyst',
  'privacy_officer',
  'viewer',
] as const
export type UserRole = (typeof userRoles)[number]
