import type { Migration } from './migration.ts'

export const intents: Migration = {
  version: 7,
  name: 'intents of processes that share the stores',
  statements: [
    // What a process is about to record, told before it does (docs/adr/0009). Numbers rise in the order in which rows become visible.
    `create table intents (
      id bigint generated always as identity primary key,
      process text not null check (process <> ''),
      state text not null check (state in ('open', 'failed', 'stands', 'done')),
      message_ids text[] not null,
      epoch bigint not null,
      received_at bigint not null,
      touched jsonb,
      changed_at bigint not null,
      check ((state = 'stands') = (touched is not null))
    )`,
    `create index intents_pending on intents (id) where state <> 'done'`,
  ],
}
