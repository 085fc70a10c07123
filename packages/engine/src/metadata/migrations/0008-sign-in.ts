import type { Migration } from './migration.ts'

export const signIn: Migration = {
  version: 8,
  name: 'sign-in',
  statements: [
    // Whoever is removed stays as a row, since the audit log speaks of them, and loses what signs in.
    `create table users (
      id text primary key check (id <> ''),
      email text not null check (email !~ '[A-Z]' and email ~ '^[^[:space:]@]+@[^[:space:]@]+$'),
      name text not null check (btrim(name) <> ''),
      role text not null check (role in ('owner', 'admin', 'marketer', 'analyst', 'privacy_officer', 'viewer')),
      state text not null check (state in ('active', 'removed')),
      password_hash text check (password_hash like '$argon2id$%'),
      created_at bigint not null,
      removed_at bigint,
      check ((state = 'removed') = (removed_at is not null)),
      check (state = 'active' or password_hash is null)
    )`,
    `create unique index users_email on users (email) where state = 'active'`,
    // A link that opens one door once: only the SHA-256 of what stands in it is kept.
    `create table one_time_links (
      id text primary key check (id <> ''),
      kind text not null check (kind in ('first_owner', 'invitation', 'password', 'sign_in')),
      hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
      email text,
      role text check (role in ('owner', 'admin', 'marketer', 'analyst', 'privacy_officer', 'viewer')),
      user_id text references users (id),
      created_by text not null check (created_by <> ''),
      created_at bigint not null,
      expires_at bigint not null,
      check ((kind = 'invitation') = (email is not null and role is not null)),
      check ((kind in ('password', 'sign_in')) = (user_id is not null))
    )`,
    `create unique index one_time_links_invited on one_time_links (email) where kind = 'invitation'`,
    `create table sessions (
      id text primary key check (id <> ''),
      hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
      user_id text not null references users (id),
      agent text not null,
      created_at bigint not null,
      last_used_at bigint not null,
      expires_at bigint not null
    )`,
    `create index sessions_user on sessions (user_id)`,
    // How full the bucket of an account or an address is: until when it drains if nothing more comes.
    `create table sign_in_attempts (
      bucket text primary key check (bucket ~ '^(account|address):[0-9a-f]{64}$'),
      drained_at bigint not null
    )`,
  ],
}
