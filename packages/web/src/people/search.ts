import type { Client, Identifier } from '@muster/client'
import { RefusedError } from '@muster/client'

export interface Found {
  readonly profile: string
  /** By what it was found; nothing when by its id. */
  readonly by: Identifier | undefined
}

/** The profiles that have what was typed as an identifier of any kind, or as their id; each once. */
export async function searchPeople(
  client: Client,
  typed: string,
  kinds: readonly string[],
): Promise<readonly Found[]> {
  const value = typed.trim()
  const byKind = kinds.map(async (kind): Promise<Found | undefined> => {
    const by = { kind, value }
    const profile = await nothingWhenUnknown(client.profiles.find(by))
    return profile === undefined ? undefined : { profile, by }
  })
  const byId = async (): Promise<Found | undefined> => {
    if (!/^\d{1,19}$/.test(value)) return undefined
    const profile = await nothingWhenUnknown(client.profiles.get(value, { events: 1 }))
    return profile === undefined ? undefined : { profile: profile.profile, by: undefined }
  }
  const found = await Promise.all([...byKind, byId()])
  const seen = new Set<string>()
  return found.filter((each): each is Found => {
    if (each === undefined || seen.has(each.profile)) return false
    seen.add(each.profile)
    return true
  })
}

/** Nobody has it, or it can't be one of that kind: a phone number is no email. */
async function nothingWhenUnknown<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof RefusedError && [404, 422].includes(error.status)) return undefined
    throw error
  }
}
