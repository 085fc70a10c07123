import type { Migration } from './migration.ts'

export const identity: Migration = {
  version: 3,
  name: 'identity',
  statements: [
    // One row. Whoever changes identities locks it first, so that changes have an order, which the epoch counts.
    `create table identity_state (
      only_row boolean primary key default true check (only_row),
      epoch bigint not null check (epoch >= 0),
      next_number bigint not null check (next_number > 0)
    )`,
    `insert into identity_state (epoch, next_number) values (0, 1)`,
    // A smaller id is an older profile. Where a merge ended one, it says which profile goes on.
    `create table profiles (
      id bigint primary key check (id > 0),
      created_at bigint not null,
      absorbed_by bigint references profiles (id) check (absorbed_by < id)
    )`,
    `create table identifiers (
      kind text not null check (kind <> ''),
      value text not null check (value <> ''),
      node bigint not null unique check (node > 0),
      profile bigint not null references profiles (id),
      version bigint not null check (version > 0),
      first_seen_at bigint not null,
      first_message_id text not null,
      source text not null,
      primary key (kind, value)
    )`,
    `create index identifiers_profile on identifiers (profile)`,
    `create index identifiers_version on identifiers (version, node)`,
    // When an identifier was first linked stands in its own row; here is what cannot be seen from the rows.
    `create table identity_log (
      seq bigint generated always as identity primary key,
      version bigint not null,
      at bigint not null,
      kind text not null check (kind in ('merged', 'left_out', 'unmerged', 'groups_joined')),
      profile bigint not null,
      other bigint,
      decision bigint,
      cause jsonb not null,
      check ((kind in ('merged')) = (other is not null)),
      check ((kind in ('unmerged', 'groups_joined')) = (decision is not null))
    )`,
    `create index identity_log_profile on identity_log (profile, seq)`,
    `create index identity_log_other on identity_log (other) where other is not null`,
    `create index identity_log_version on identity_log (version)`,
    // An identifier that stays left out comes with every message: it is told once.
    `create unique index identity_log_left_out on identity_log (profile, (cause -> 'identifier'))
      where kind = 'left_out'`,
    `create table separations (
      decision bigint not null,
      node bigint not null references identifiers (node),
      side integer not null check (side >= 0),
      primary key (decision, node)
    )`,
    `create index separations_node on separations (node)`,
  ],
}
