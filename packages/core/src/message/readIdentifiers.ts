import type { IdentifierRules } from '../identity/identifierRules.ts'
import { compareKinds, keyOf } from '../identity/identifierKinds.ts'
import type { JsonObject } from '../value/json.ts'
import type { Candidate } from './identifierCandidates.ts'
import { identifierCandidates } from './identifierCandidates.ts'
import type { Identifier, MessageKind } from './message.ts'
import type { Outcome } from './rejection.ts'
import { accept, quote, reject } from './rejection.ts'

/** The usable identifiers of a message, each once, highest priority first; a rejection that says why there are none ([I10]). */
export function readIdentifiers(
  kind: MessageKind,
  raw: JsonObject,
  rules: IdentifierRules,
): Outcome<readonly Identifier[]> {
  const candidates = identifierCandidates(kind, raw)
  const found = new Map<string, Identifier>()
  const reasons: string[] = []
  for (const candidate of candidates) {
    const normalised = normalise(candidate, rules)
    if (normalised.usable) {
      const identifier = { kind: candidate.kind, value: normalised.value }
      found.set(keyOf(identifier), identifier)
    } else {
      reasons.push(`${describe(candidate)} ${normalised.because}`)
    }
  }
  if (found.size > 0) {
    return accept([...found.values()].sort((a, b) => compareKinds(a.kind, b.kind)))
  }
  const why = reasons.length === 0 ? 'it has none' : reasons.join(', ')
  const at = candidates[0]?.at ?? ['userId']
  const message = `No identifier of the message can be used: ${why}. Send a userId or an anonymousId.`
  return reject('no_identifier', at, message)
}

/** The id that an alias call joins to its user ([M10]). Whether it is a user's is known only when it is resolved. */
export function readPrevious(raw: JsonObject, rules: IdentifierRules): Outcome<Identifier> {
  const value = raw['previousId'] ?? null
  if (value === null) {
    const message = 'An alias call joins two ids. Send the older one as previousId.'
    return reject('missing_previous_id', ['previousId'], message)
  }
  const candidate = { kind: 'anonymous_id', at: ['previousId'], value }
  const normalised = normalise(candidate, rules)
  if (normalised.usable) return accept({ kind: candidate.kind, value: normalised.value })
  const message = `${describe(candidate)} ${normalised.because}. Send the id that the user had before.`
  return reject('no_identifier', candidate.at, message)
}

function normalise(candidate: Candidate, rules: IdentifierRules) {
  if (candidate.unusable !== undefined) {
    return { usable: false as const, because: candidate.unusable }
  }
  return rules.normalise(candidate.kind, candidate.value)
}

function describe({ at, value }: Candidate): string {
  return typeof value === 'string' ? `${at.join('.')} ${quote(value)}` : at.join('.')
}
