import type { InstantColumn } from './columns.ts'

type Count = InstantColumn

export interface IdentityDayTable {
  readonly day: number
  readonly from_at: InstantColumn
  readonly to_at: InstantColumn
  readonly active: Count
  readonly known: Count
  readonly several_devices: Count
  readonly consented: Count
  readonly events: Count
  readonly known_events: Count
  readonly merges: Count
  readonly left_out: Count
  readonly unmerges: Count
  readonly computed_at: InstantColumn
}
