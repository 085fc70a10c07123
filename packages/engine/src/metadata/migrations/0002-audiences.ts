import type { Migration } from './migration.ts'

export const audiences: Migration = {
  version: 2,
  name: 'audiences',
  statements: [
    `create table audiences (
      id text primary key check (id ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
      number integer not null unique check (number > 0),
      name text not null check (btrim(name) <> ''),
      description text not null,
      owner text not null,
      use_case jsonb check (jsonb_typeof(use_case) = 'object'),
      tags text[] not null,
      state text not null check (state in ('draft', 'live', 'archived')),
      revision integer not null check (revision > 0),
      current_version integer not null check (current_version > 0),
      sunset_at bigint,
      archived_at bigint,
      created_at bigint not null,
      updated_at bigint not null,
      check ((state = 'archived') = (archived_at is not null))
    )`,
    // The name of an archived audience is free again.
    `create unique index audiences_name on audiences (lower(name)) where state <> 'archived'`,
    // The text is the definition as it was written; the jsonb is there to be searched.
    `create table audience_versions (
      audience_id text not null references audiences (id),
      version integer not null check (version > 0),
      definition jsonb not null,
      definition_text text not null,
      fingerprint text not null check (fingerprint <> ''),
      created_at bigint not null,
      created_by text not null,
      note text not null,
      primary key (audience_id, version)
    )`,
    `alter table audiences add constraint audiences_current_version
      foreign key (id, current_version) references audience_versions (audience_id, version)
      deferrable initially deferred`,
    `create table audience_progress (
      audience integer primary key references audiences (number),
      watermark bigint,
      version_in_force integer check (version_in_force > 0),
      backfill text not null check (backfill in ('pending', 'running', 'done')),
      backfill_version integer not null check (backfill_version > 0),
      backfill_done bigint not null check (backfill_done >= 0),
      backfill_total bigint not null check (backfill_total >= backfill_done),
      error jsonb,
      updated_at bigint not null,
      check (backfill <> 'done' or (version_in_force is not distinct from backfill_version and error is null))
    )`,
  ],
}
