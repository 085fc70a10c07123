import type { Definition } from '@muster/core'

/** Definitions as one text, equal for equal ones. */
export const textOf = (definitions: readonly Definition[]): string =>
  JSON.stringify(definitions, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  )
