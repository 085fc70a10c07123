import type { Definition } from '@muster/core'

/** The same definition with longer durations, higher numbers, and references to variants. */
export function varied(definition: Definition, by: number): Definition {
  const vary = (value: unknown, key: string): unknown => {
    // Hours end at midnight.
    if (Array.isArray(value)) return key === 'hours' ? value : value.map((one) => vary(one, key))
    if (typeof value === 'number') return key === 'from' || key === 'to' ? value : value + by
    if (typeof value === 'string') {
      if (key === 'audience') return `${value}-v${by}`
      const [, length, unit] = /^(\d+)([smhdw])$/.exec(value) ?? []
      return length === undefined || unit === undefined ? value : `${Number(length) + by}${unit}`
    }
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([k, inner]) => [k, vary(inner, k)]))
  }
  // What comes out has the shape of what went in.
  return vary(definition, '') as Definition
}
