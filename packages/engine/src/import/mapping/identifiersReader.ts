import type { Json, JsonObject } from '@muster/core'
import type { Read } from './fault.ts'
import { bad, good } from './fault.ts'
import type { Field, Fields, Identifiers } from './mapping.ts'
import { fieldsReader } from './readField.ts'

export interface FoundIdentifiers {
  /** `userId`, `anonymousId`, `groupId`. */
  readonly ids: JsonObject
  /** `email`, `phone`. */
  readonly contact: JsonObject
  /** As the Segment spec has them in `context.externalIds`. */
  readonly externalIds: readonly JsonObject[]
}

/** Reads whose a row is. Whether an identifier can be used is for ingest to say; that there is none at all is said here. */
export function identifiersReader(
  identifiers: Identifiers,
  missing: readonly string[],
): (cells: JsonObject) => Read<FoundIdentifiers> {
  const { userId, anonymousId, groupId, email, phone } = identifiers
  const present = (fields: Readonly<Record<string, Field | undefined>>): Fields =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, field]) =>
        field === undefined ? [] : [[name, field]],
      ),
    )
  const readIds = fieldsReader(present({ userId, anonymousId, groupId }), missing)
  const readContact = fieldsReader(present({ email, phone }), missing)
  const readOthers = fieldsReader(identifiers.externalIds, missing)
  const columns = [userId, anonymousId, email, phone, ...Object.values(identifiers.externalIds)]
    .flatMap((field) => (field !== undefined && 'column' in field ? field.column : []))
    .join(', ')
  return (cells) => {
    const [ids, contact, others] = [readIds(cells), readContact(cells), readOthers(cells)]
    if (!ids.ok) return ids
    if (!contact.ok) return contact
    if (!others.ok) return others
    const externalIds = Object.entries(others.value).map(externalId)
    const whose = Object.keys(ids.value).some((name) => name !== 'groupId')
    if (whose || Object.keys(contact.value).length > 0 || externalIds.length > 0) {
      return good({ ids: ids.value, contact: contact.value, externalIds })
    }
    const message = `The row does not say whose it is: ${columns} is empty. Fill it in, or skip such rows by a rule.`
    return bad('no_identifier', [columns], message)
  }
}

function externalId([type, id]: readonly [string, Json]): JsonObject {
  return { id, type, collection: 'users', encoding: 'none' }
}
