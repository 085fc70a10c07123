import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Metadata } from '../metadata.ts'

/** States that no code here writes, and that the database refuses from any other. */
const impossible: readonly (readonly [string, string])[] = [
  [
    'an archived audience without a day',
    `insert into audiences (id, number, name, description, owner, tags, state, revision, current_version, created_at, updated_at)
     values ('x', 999, 'x', '', '', '{}', 'archived', 1, 1, 1, 1)`,
  ],
  [
    'a secret key without a role',
    `insert into api_keys (id, name, kind, hash, prefix, created_at)
     values ('x', 'x', 'secret', repeat('0', 64), 'ms_', 1)`,
  ],
  [
    'a write key with a role',
    `insert into api_keys (id, name, kind, role, hash, prefix, created_at)
     values ('x', 'x', 'write', 'admin', repeat('0', 64), 'mw_', 1)`,
  ],
  [
    'a running job that nobody holds',
    `insert into jobs (kind, state, input, attempts, created_at, updated_at)
     values ('x', 'running', '{}', 1, 1, 1)`,
  ],
  [
    'a failed job without an error',
    `insert into jobs (kind, state, input, attempts, created_at, updated_at, finished_at)
     values ('x', 'failed', '{}', 1, 1, 1, 1)`,
  ],
  [
    'an identifier of no profile',
    `insert into identifiers (kind, value, node, profile, version, first_seen_at, first_message_id, source)
     values ('email', 'a@b.c', 1, 424242, 1, 1, 'm', 'track')`,
  ],
  ['a profile absorbed by a younger one', `insert into profiles values (7, 1, 8)`],
  ['a second row of identity state', `insert into identity_state values (true, 0, 1)`],
  [
    'a merge without the absorbed profile',
    `insert into identity_log (version, at, kind, profile, cause) values (1, 1, 'merged', 1, '{}')`,
  ],
  [
    'a user with capital letters in the address',
    `insert into users (id, email, name, role, state, created_at) values ('x', 'A@b.c', 'A', 'owner', 'active', 1)`,
  ],
  [
    'a password that is kept as it is',
    `insert into users (id, email, name, role, state, password_hash, created_at)
     values ('x', 'a@b.c', 'A', 'owner', 'active', 'secret', 1)`,
  ],
  [
    'somebody removed who has a password',
    `insert into users (id, email, name, role, state, password_hash, created_at, removed_at)
     values ('x', 'a@b.c', 'A', 'owner', 'removed', '$argon2id$x', 1, 1)`,
  ],
  [
    'two active users with one address',
    `insert into users (id, email, name, role, state, created_at)
     values ('x', 'a@b.c', 'A', 'viewer', 'active', 1), ('y', 'a@b.c', 'B', 'viewer', 'active', 1)`,
  ],
  [
    'an invitation without a role',
    `insert into one_time_links (id, kind, hash, email, created_by, created_at, expires_at)
     values ('x', 'invitation', repeat('0', 64), 'a@b.c', 'x', 1, 2)`,
  ],
  [
    'a session of nobody',
    `insert into sessions values ('x', repeat('0', 64), 'nobody', '', 1, 1, 1)`,
  ],
]

export function constraintsContract(metadata: () => Metadata): void {
  describe('the database refuses', () => {
    test.each(impossible)('%s', async (_, statement) => {
      await expect(sql.raw(statement).execute(metadata().db)).rejects.toThrow(/violates/)
    })
  })
}
