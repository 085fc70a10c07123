import type { ProfileSummary } from '@muster/client'

/** How somebody is called where there is room for one name: by name, else by what they can be reached by, else as nobody known. */
export function personName({
  profile,
  identifiers,
  traits,
}: Pick<ProfileSummary, 'profile' | 'identifiers' | 'traits'>): {
  readonly name: string
  readonly more: string
} {
  const text = (name: string): string => {
    const value = traits[name]
    return typeof value === 'string' ? value : ''
  }
  const id = (kind: string) => identifiers.find((each) => each.kind === kind)?.value
  const full = text('name') || [text('firstName'), text('lastName')].filter(Boolean).join(' ')
  const reach = id('email') ?? id('phone') ?? id('user_id')
  const name = full || reach || 'Anonymous'
  const more = reach === undefined || reach === name ? `profile ${profile}` : reach
  return { name, more }
}
