import type { Migration } from './migration.ts'

export const identityDays: Migration = {
  version: 10,
  name: 'identity by days',
  statements: [
    // Counts of profiles that were active on a day of the workspace's zone, the days since 1970 being numbered.
    `create table identity_days (
      day integer primary key,
      from_at bigint not null,
      to_at bigint not null check (to_at > from_at),
      active bigint not null check (active >= 0),
      known bigint not null check (known between 0 and active),
      several_devices bigint not null check (several_devices between 0 and known),
      consented bigint not null check (consented between 0 and active),
      events bigint not null check (events >= 0),
      known_events bigint not null check (known_events between 0 and events),
      merges bigint not null check (merges >= 0),
      left_out bigint not null check (left_out >= 0),
      unmerges bigint not null check (unmerges >= 0),
      computed_at bigint not null check (computed_at >= to_at)
    )`,
  ],
}
