/**
 * The name of a property's own column in the warehouse: letters, digits and `_` stand for themselves, every other UTF-16
 * unit becomes `$hex$`, and the empty key is `$`. One to one, so two keys never share a column, and `a.b` is never taken for `a` holding `b`.
 */
export const columnKey = (key: string): string =>
  PLAIN.test(key)
    ? key
    : key === ''
      ? '$'
      : key.replace(/[^A-Za-z0-9_]/g, (unit) => `$${unit.charCodeAt(0).toString(16)}$`)

const PLAIN = /^[A-Za-z0-9_]+$/

/** The key that {@link columnKey} was given. */
export const keyOfColumn = (column: string): string =>
  column === '$'
    ? ''
    : column.replace(/\$([0-9a-f]+)\$/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
