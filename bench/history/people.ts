import { createHash } from 'node:crypto'
import type { Identifier } from '@muster/core'

/**
 * Who the people of the bench are, as functions of their number p (1, 2, ...). The SQL that makes the history says the same: see `peopleSql.ts`
 * and `identities.ts`; a test compares them through the engine.
 *
 * Everybody has a browser's anonymous id. Nine in twenty are known by a user id and an email besides, so a hundred people are 190 identifiers.
 */
export const KNOWN_IN_20 = 9

export const isKnown = (p: number): boolean => p % 20 < KNOWN_IN_20

/** Numbers are dense, as the engine gives them: three for each person, of whom the profile's own is that of the identifier seen first. */
export const NUMBERS_PER_PERSON = 3
export const profileOf = (p: number): number => p * NUMBERS_PER_PERSON

export const anonymousIdOf = (p: number): string => createHash('md5').update(`p${p}`).digest('hex')
export const userIdOf = (p: number): string => `u${p}`
export const emailOf = (p: number): string => `p${p}@example.com`

/** Highest priority first. */
export const identifiersOf = (p: number): readonly Identifier[] => {
  const anonymous = { kind: 'anonymous_id', value: anonymousIdOf(p) }
  if (!isKnown(p)) return [anonymous]
  return [{ kind: 'user_id', value: userIdOf(p) }, { kind: 'email', value: emailOf(p) }, anonymous]
}
