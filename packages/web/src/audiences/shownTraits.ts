import type { ProfileSummary } from '@muster/client'
import { useState } from 'react'

/** The traits that are shown beside the members of an audience; which ones is kept in this browser. */
const NAME = 'muster.memberTraits.'

/** What people are called by. */
const NAMING = ['name', 'firstName', 'lastName']

export function useShownTraits(
  audience: string,
): readonly [readonly string[], (names: readonly string[]) => void] {
  const [names, setNames] = useState(() => read(audience))
  const change = (to: readonly string[]) => {
    if (to.length === 0) localStorage.removeItem(NAME + audience)
    else localStorage.setItem(NAME + audience, JSON.stringify(to))
    setNames(to)
  }
  return [names, change]
}

function read(audience: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME + audience) ?? '[]')
    return Array.isArray(kept) ? kept.filter(canBeAsked) : []
  } catch {
    // Whatever else stands there says nothing.
    return []
  }
}

/** The API takes them with commas between. */
export function canBeAsked(name: unknown): name is string {
  return typeof name === 'string' && name !== '' && !name.includes(',')
}

/** The traits to ask for, so that people still have their names; nothing where the usual ones are to be shown. */
export function traitsQuery(shown: readonly string[]): { readonly traits?: string } {
  return shown.length === 0 ? {} : { traits: [...new Set([...shown, ...NAMING])].join(',') }
}

/** The same people with nothing but these traits. */
export function withOnly(
  people: readonly ProfileSummary[],
  shown: readonly string[],
): readonly ProfileSummary[] {
  return people.map((person) => ({
    ...person,
    traits: Object.fromEntries(
      shown.flatMap((name) => {
        const value = person.traits[name]
        return value === undefined ? [] : [[name, value]]
      }),
    ),
  }))
}
