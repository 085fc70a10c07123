import type { Migration } from './migration.ts'

export const settingsAndAudit: Migration = {
  version: 1,
  name: 'settings and audit',
  statements: [
    `create table settings (
      key text primary key check (key <> ''),
      value jsonb not null,
      updated_at bigint not null
    )`,
    `create table audit_log (
      seq bigint generated always as identity primary key,
      at bigint not null,
      actor text not null check (actor <> ''),
      action text not null check (action <> ''),
      subject_kind text not null check (subject_kind <> ''),
      subject_id text not null,
      before jsonb,
      after jsonb
    )`,
    `create index audit_log_subject on audit_log (subject_kind, subject_id, seq)`,
  ],
}
