export interface ChangesApi {
  /** In the order in which they were recorded, after a cursor; or the newest first, and then `after` leads back in time. */
  readonly page: (page: {
    readonly after?: string
    readonly newestFirst?: boolean
    readonly limit: number
    readonly audience?: string
    readonly profile?: bigint
  }) => Promise<{ readonly changes: readonly Change[]; readonly next: string | undefined }>
  /** Calls back after every tick that recorded changes; the callback reads pages at its own pace. Returns the way to stop. */
  readonly onRecorded: (listener: () => void) => () => void
}

export interface Change {
  readonly cursor: string
  readonly audience: string
  readonly profile: bigint
  readonly entered: boolean
  /** From which instant the membership is so. */
  readonly at: number
  readonly cause: Cause
  /** When the evidence was received, or the edge was due. */
  readonly dueAt: number
  readonly recordedAt: number
  readonly lateMs: number
}

export type Cause =
  | { readonly kind: 'event'; readonly messageId: string }
  | { readonly kind: 'edge' }
  | { readonly kind: 'merge' }
  | { readonly kind: 'unmerge' }
  | { readonly kind: 'list' }
  | { readonly kind: 'account' }
  | { readonly kind: 'definition'; readonly version: number }
