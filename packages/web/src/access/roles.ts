import type { Role } from '@muster/client'

/** What each role is called, and what it is for, from the most to the least. What it may do is decided by the server. */
export const roleWords: Readonly<
  Record<Role, { readonly text: string; readonly a: string; readonly detail: string }>
> = {
  owner: { text: 'Owner', a: 'an owner', detail: 'Everything, and decides over owners.' },
  admin: {
    ...{ text: 'Admin', a: 'an admin' },
    detail: 'Everything but owners: the team, keys, settings, backups.',
  },
  marketer: {
    ...{ text: 'Marketer', a: 'a marketer' },
    detail: 'Reads everything; builds audiences, keeps lists, imports files.',
  },
  analyst: {
    ...{ text: 'Analyst', a: 'an analyst' },
    detail: 'Reads everything; builds audiences.',
  },
  privacy_officer: {
    ...{ text: 'Privacy officer', a: 'a privacy officer' },
    detail: 'Reads everything, and who has access; takes profiles apart, mends rejects.',
  },
  viewer: { text: 'Viewer', a: 'a viewer', detail: 'Reads everything, changes nothing.' },
}

// The keys of the record are the roles, by its type.
export const roles = Object.keys(roleWords) as readonly Role[]

/** The roles that somebody may give, as options to choose from. */
export function roleOptions(mayManageOwners: boolean) {
  return roles
    .filter((role) => role !== 'owner' || mayManageOwners)
    .map((id) => ({ id, text: roleWords[id].text, detail: roleWords[id].detail }))
}
