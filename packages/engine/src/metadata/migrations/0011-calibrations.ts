import type { Migration } from './migration.ts'

export const calibrations: Migration = {
  version: 11,
  name: 'calibrations',
  statements: [
    // Never changed: the newest is in force, the others are its history.
    `create table calibrations (
      id integer generated always as identity primary key,
      at bigint not null,
      because text not null check (because in ('first', 'schedule', 'settings', 'request')),
      learned_by text not null,
      asked text not null,
      learned text not null
    )`,
  ],
}
