/** The first entry of an archive, which tells it from any other, and the last, which tells that it is whole. */
export const BEGINNING = 'muster-backup.json'
export const END = 'muster-backup-end.json'

/** Of how an archive is laid out; what is inside the stores has versions of its own. */
export const FORMAT = 1

export interface Manifest {
  readonly kind: 'muster-backup'
  readonly format: number
  /** ISO 8601 in UTC. */
  readonly madeAt: string
}

export type BackupErrorCode =
  | 'backup_under_way'
  | 'stores_have_their_own'
  | 'nothing_to_back_up'
  | 'folder_in_use'
  | 'folder_not_empty'
  | 'not_a_backup'
  | 'backup_is_newer'
  | 'backup_is_damaged'

/** A backup can't be made or put back. The message ends with the next step. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  readonly code: BackupErrorCode

  /** Both for making one and for putting one back. */
  static ofUrls(): BackupError {
    return new BackupError(
      'stores_have_their_own',
      'A store that is reached by URL is backed up with its own tools, first the warehouse and then the metadata: BACKUP DATABASE ... TO ... of ClickHouse, then pg_dump of PostgreSQL. docs/operations.md has the commands, and how to make the two fit when they are restored.',
    )
  }

  constructor(code: BackupErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}
