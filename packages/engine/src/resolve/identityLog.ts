import { sql } from 'kysely'
import { stringifyJson } from '@muster/core'
import type { Identifier, Json, MergeCause, Obstacle } from '@muster/core'
import type { Db } from '../metadata/metadata.ts'
import type { LeftOut } from './identityChanges.ts'
import type { Merge } from './resolvedBatch.ts'

/** Each merge with its cause, in the order in which they happened. */
export async function logMerges(tx: Db, merged: readonly Merge[], version: bigint): Promise<void> {
  if (merged.length === 0) return
  await sql`
    insert into identity_log (version, at, kind, profile, other, cause)
    select ${version}::bigint, at, 'merged', profile, other, cause::jsonb
    from unnest(
      ${merged.map(({ cause }) => cause.at)}::bigint[],
      ${merged.map(({ survivor }) => survivor)}::bigint[],
      ${merged.map(({ absorbed }) => absorbed)}::bigint[],
      ${merged.map(({ cause }) => stringifyJson(mergeCauseJson(cause)))}::text[]
    ) with ordinality as given (at, profile, other, cause, place)
    order by place`.execute(tx)
}

/** What a profile was not joined with, once for each identifier: the first message that showed it. */
export async function logLeftOut(
  tx: Db,
  leftOut: readonly LeftOut[],
  version: bigint,
): Promise<void> {
  if (leftOut.length === 0) return
  await sql`
    insert into identity_log (version, at, kind, profile, cause)
    select ${version}::bigint, at, 'left_out', profile, cause::jsonb
    from unnest(
      ${leftOut.map(({ message }) => message.receivedAt)}::bigint[],
      ${leftOut.map(({ profile }) => profile)}::bigint[],
      ${leftOut.map((one) => stringifyJson(leftOutJson(one)))}::text[]
    ) with ordinality as given (at, profile, cause, place)
    order by place
    on conflict do nothing`.execute(tx)
}

function mergeCauseJson(cause: MergeCause): Json {
  switch (cause.cause) {
    case 'person':
      return { cause: cause.cause, by: cause.by }
    case 'seen_together':
    case 'alias':
      return {
        cause: cause.cause,
        messageId: cause.messageId,
        identifiers: cause.identifiers.map(identifierJson),
      }
  }
}

function leftOutJson({ identifier, obstacle, message }: LeftOut): Json {
  return {
    identifier: identifierJson(identifier),
    obstacle: obstacleJson(obstacle),
    messageId: message.messageId,
  }
}

function obstacleJson(obstacle: Obstacle): Json {
  switch (obstacle.because) {
    case 'limit':
      return { because: 'limit', kind: obstacle.kind, limit: obstacle.limit }
    case 'unmerged':
      return { because: 'unmerged', decision: obstacle.decision }
  }
}

export function identifierJson({ kind, value }: Identifier): Json {
  return { kind, value }
}
