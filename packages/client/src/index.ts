export { createClient, type Client } from './createClient.ts'
export type { ConnectionOptions, Fetch } from './connection.ts'
export { NotReachableError, RefusedError } from './errors.ts'
export type { FollowOptions, FollowState } from './followChanges.ts'
export type { MembersQuery, PreviewOptions, SizesQuery } from './audiences.ts'
export type { ChangesQuery, RejectsQuery } from './changes.ts'
export type {
  Audience,
  AudienceDraft,
  AudienceEdit,
  AudienceVersion,
  Catalogue,
  Change,
  Changes,
  Checked,
  CreatedKey,
  DryRun,
  Fault,
  Identifier,
  Identity,
  Import,
  ImportRejects,
  Imports,
  Inspection,
  Key,
  KeyDraft,
  Latency,
  List,
  ListChanged,
  ListDraft,
  Me,
  Members,
  PreviewAnswer,
  Problem,
  Profile,
  ProfileSummary,
  Reject,
  Rejects,
  Replay,
  Replayed,
  Size,
  Status,
  Uploaded,
} from '@muster/server'
