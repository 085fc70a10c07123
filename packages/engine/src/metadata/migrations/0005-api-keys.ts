import type { Migration } from './migration.ts'

export const apiKeys: Migration = {
  version: 5,
  name: 'api keys',
  statements: [
    // A write key only sends messages, so it has no role; a secret key always has one.
    `create table api_keys (
      id text primary key check (id <> ''),
      name text not null check (btrim(name) <> ''),
      kind text not null check (kind in ('write', 'secret')),
      role text check (role in ('admin', 'editor', 'viewer')),
      hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
      prefix text not null check (prefix <> ''),
      created_at bigint not null,
      revoked_at bigint,
      check ((kind = 'secret') = (role is not null))
    )`,
  ],
}
