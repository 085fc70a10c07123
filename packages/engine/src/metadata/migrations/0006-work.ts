import type { Migration } from './migration.ts'

export const work: Migration = {
  version: 6,
  name: 'leases, watermarks, cursors and jobs',
  statements: [
    // The row stays when a lease is given back, so that its fence never goes down.
    `create table leases (
      name text primary key check (name <> ''),
      holder text not null check (holder <> ''),
      expires_at bigint not null,
      fence bigint not null check (fence > 0)
    )`,
    `create table watermarks (
      name text primary key check (name <> ''),
      value bigint not null
    )`,
    `create table cursors (
      consumer text not null check (consumer <> ''),
      stream text not null check (stream <> ''),
      position text not null,
      updated_at bigint not null,
      primary key (consumer, stream)
    )`,
    `create table jobs (
      id bigint generated always as identity primary key,
      kind text not null check (kind <> ''),
      state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
      input jsonb not null,
      progress jsonb,
      result jsonb,
      error jsonb,
      attempts integer not null check (attempts >= 0),
      holder text,
      expires_at bigint,
      created_at bigint not null,
      updated_at bigint not null,
      finished_at bigint,
      check ((state = 'running') = (holder is not null and expires_at is not null)),
      check ((holder is null) = (expires_at is null)),
      check ((state in ('done', 'failed', 'cancelled')) = (finished_at is not null)),
      check ((state = 'failed') = (error is not null)),
      check (result is null or state = 'done')
    )`,
    `create index jobs_open on jobs (kind, id) where state in ('queued', 'running')`,
  ],
}
