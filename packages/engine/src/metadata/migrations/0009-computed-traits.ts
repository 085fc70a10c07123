import type { Migration } from './migration.ts'

export const computedTraits: Migration = {
  version: 9,
  name: 'computed-traits',
  statements: [
    // Who changed what and when stands in the audit log; the values stand nowhere, since they follow from the evidence.
    `create table computed_traits (
      name text primary key check (name <> ''),
      description text not null,
      expression text not null,
      revision integer not null check (revision >= 1),
      created_at bigint not null,
      created_by text not null,
      updated_at bigint not null,
      updated_by text not null
    )`,
  ],
}
