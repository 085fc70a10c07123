/** Definitions and what they rest on as one text, equal for equal ones. */
export const textOf = (definitions: readonly unknown[]): string =>
  JSON.stringify(definitions, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  )
