import type { UserRole } from '../access/userRole.ts'
import type { InstantColumn, NullableInstantColumn } from './columns.ts'

export interface UserTable {
  readonly id: string
  /** In small letters; of those who are active no two have the same. */
  readonly email: string
  readonly name: string
  readonly role: UserRole
  readonly state: 'active' | 'removed'
  /** As PHC writes it, with its salt and its costs; missing for whoever has set none. */
  readonly password_hash: string | null
  readonly created_at: InstantColumn
  readonly removed_at: NullableInstantColumn
}

export interface OneTimeLinkTable {
  readonly id: string
  readonly kind: 'first_owner' | 'invitation' | 'password' | 'sign_in'
  /** SHA-256 of the token, in hexadecimal digits. */
  readonly hash: string
  readonly email: string | null
  readonly role: UserRole | null
  readonly user_id: string | null
  readonly created_by: string
  readonly created_at: InstantColumn
  readonly expires_at: InstantColumn
}

export interface SessionTable {
  readonly id: string
  /** SHA-256 of the token, in hexadecimal digits. */
  readonly hash: string
  readonly user_id: string
  /** What the browser calls itself. */
  readonly agent: string
  readonly created_at: InstantColumn
  readonly last_used_at: InstantColumn
  readonly expires_at: InstantColumn
}

export interface SignInAttemptTable {
  /** `account:` or `address:`, and the SHA-256 of which. */
  readonly bucket: string
  readonly drained_at: InstantColumn
}
