import type { Migration } from './migration.ts'

export const lists: Migration = {
  version: 4,
  name: 'lists',
  statements: [
    // Who is on a list stands in the warehouse, beside the evidence.
    `create table lists (
      id text primary key check (id ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
      name text not null check (btrim(name) <> ''),
      description text not null,
      created_at bigint not null,
      updated_at bigint not null,
      archived_at bigint
    )`,
    `create unique index lists_name on lists (lower(name)) where archived_at is null`,
  ],
}
