/** Who refreshes among several processes; each insert of changes asks for the newest (docs/adr/0009). */
export const fences: readonly string[] = [
  `CREATE TABLE refresh_fences (fence UInt64, holder String) ENGINE = MergeTree ORDER BY fence`,
]
