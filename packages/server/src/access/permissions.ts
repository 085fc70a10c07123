/** Who may hold a key: a program that only sends messages, or one of the three roles of a secret key. */
export type Holder = 'writer' | 'viewer' | 'editor' | 'admin'

/** What can be permitted, and to whom. Every route names the one permission that it needs; nothing else decides. */
export const permissions = {
  'messages.write': ['writer'],
  'audiences.read': ['viewer', 'editor', 'admin'],
  'audiences.write': ['editor', 'admin'],
  // Figures over everybody; they name no person.
  'analysis.read': ['viewer', 'editor', 'admin'],
  'profiles.read': ['viewer', 'editor', 'admin'],
  'profiles.write': ['editor', 'admin'],
  'lists.read': ['viewer', 'editor', 'admin'],
  'lists.write': ['editor', 'admin'],
  'changes.read': ['viewer', 'editor', 'admin'],
  // Rejected messages are kept as they came, so reading them is reading what people did.
  'rejects.read': ['viewer', 'editor', 'admin'],
  'rejects.write': ['editor', 'admin'],
  'imports.read': ['viewer', 'editor', 'admin'],
  'imports.write': ['editor', 'admin'],
  'catalogue.read': ['viewer', 'editor', 'admin'],
  'status.read': ['viewer', 'editor', 'admin'],
  'settings.read': ['viewer', 'editor', 'admin'],
  'settings.write': ['admin'],
  // A backup holds everything that there is.
  'backup.make': ['admin'],
  'keys.read': ['admin'],
  'keys.write': ['admin'],
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
