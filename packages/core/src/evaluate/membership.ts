import type { IdentifierCondition, ShareCondition } from '../audience/definition.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { byTimeThenId } from '../evidence/order.ts'
import type { Finding } from './finding.ts'
import { satisfiesNumber, wholeNumber } from './number.ts'
import { shareOf } from './share.ts'
import { identifierCount } from './subject.ts'

/** The profile's stable hash lies in a part of [0, 1). */
export function shareHolds({ share }: ShareCondition, profile: Evidence): Finding {
  const measured = shareOf(share.salt, profile.profileId)
  const holds = measured >= share.from && measured < share.to
  return { holds, found: () => ({ kind: 'share', measured }) }
}

/** The profile is on a list now. */
export function listHolds(id: string, profile: Evidence): Finding {
  return { holds: profile.lists.includes(id), found: () => ({ kind: 'list' }) }
}

/** The profile has so many identifiers of a kind now. */
export function identifierHolds(condition: IdentifierCondition, profile: Evidence): Finding {
  const count = identifierCount(profile.identifiers, condition.identifier)
  const holds = satisfiesNumber(wholeNumber(count), condition.is ?? { atLeast: 1 })
  return { holds, found: () => ({ kind: 'identifier', measured: String(count) }) }
}

/** The accounts that the profile belongs to at an instant, by id: those whose latest link until then is a group call, no removal. */
export function accountsAt(profile: Evidence, at: number): readonly string[] {
  const links = profile.accounts.filter((link) => link.at <= at).sort(byTimeThenId)
  const joined = new Map(links.map((link) => [link.accountId, link.joined]))
  return [...joined.keys()].filter((id) => joined.get(id)).sort()
}
