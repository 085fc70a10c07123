import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface Column<Row> {
  readonly id: string
  readonly head: string
  readonly cell: (row: Row) => ReactNode
  /** Numbers stand at the end of their column. */
  readonly isNumber?: boolean
  /** Left out where there is little room. */
  readonly isExtra?: boolean
  readonly onSort?: () => void
  readonly sorted?: 'up' | 'down' | undefined
}

/** A plain table of HTML, which every screen reader can walk through. */
export function Table<Row>({
  label,
  columns,
  rows,
  keyOf,
}: {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
}) {
  const look = ({ isNumber, isExtra }: Column<Row>) =>
    classes(isNumber === true && 'end', isExtra === true && 'wide-only')
  return (
    // What may have to be scrolled can be reached by the keyboard.
    <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={look(column)} aria-sort={sortOf(column)}>
                {column.onSort === undefined ? (
                  column.head
                ) : (
                  <button
                    type="button"
                    className="sort"
                    aria-pressed={column.sorted !== undefined}
                    onClick={column.onSort}
                  >
                    {column.head}
                    {column.sorted === 'up' && <ArrowUp size={12} aria-hidden />}
                    {column.sorted === 'down' && <ArrowDown size={12} aria-hidden />}
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td key={column.id} className={look(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function sortOf<Row>({ sorted }: Column<Row>): 'ascending' | 'descending' | undefined {
  if (sorted === undefined) return undefined
  return sorted === 'up' ? 'ascending' : 'descending'
}
