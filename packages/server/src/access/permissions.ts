import type { UserRole } from '@muster/engine'

/**
 * Who may hold a permission: a program that only sends messages, one of the three roles of a secret key, one of the roles of those who
 * sign in, or a command on the server's own machine. An admin is the same by key and by sign-in, and so is a viewer.
 */
export type Holder = 'writer' | 'editor' | UserRole | 'machine'

const admins = ['admin', 'owner', 'machine'] as const
const analysts = ['editor', 'analyst', 'marketer', ...admins] as const
const marketers = ['editor', 'marketer', ...admins] as const
const guardians = ['editor', 'privacy_officer', ...admins] as const
const readers = ['viewer', 'privacy_officer', ...analysts] as const

/** What can be permitted, and to whom. Every route names the one permission that it needs; nothing else decides. */
export const permissions = {
  'messages.write': ['writer'],
  'audiences.read': readers,
  'audiences.write': analysts,
  // Figures over everybody; they name no person.
  'analysis.read': readers,
  'profiles.read': readers,
  // To take a profile apart or to merge two decides over people for good.
  'profiles.write': guardians,
  'lists.read': readers,
  'lists.write': marketers,
  'changes.read': readers,
  // Rejected messages are kept as they came, so reading them is reading what people did.
  'rejects.read': readers,
  'rejects.write': guardians,
  'imports.read': readers,
  'imports.write': marketers,
  'catalogue.read': readers,
  'status.read': readers,
  'settings.read': readers,
  'settings.write': admins,
  // A backup holds everything that there is.
  'backup.make': admins,
  'keys.read': admins,
  'keys.write': admins,
  'users.read': ['privacy_officer', ...admins],
  'users.write': admins,
  'owners.write': ['owner', 'machine'],
  'owners.recover': ['machine'],
} as const satisfies Readonly<Record<string, readonly Holder[]>>

export type Permission = keyof typeof permissions

export function mayDo(holder: Holder, permission: Permission): boolean {
  const holders: readonly Holder[] = permissions[permission]
  return holders.includes(holder)
}

/** Everything that a holder may do, for a screen that hides what would be refused. */
export function permissionsOf(holder: Holder): readonly Permission[] {
  // The keys of the table are the permissions, by the type's definition.
  return (Object.keys(permissions) as Permission[]).filter((permission) =>
    mayDo(holder, permission),
  )
}
