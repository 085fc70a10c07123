import { useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import './heatGrid.css'

export interface HeatCell {
  readonly text: string
  /** The whole of it in words: shown below while one stays on the cell, and read aloud. */
  readonly says: string
  /** From 0 to 1. */
  readonly weight: number
  /** What may still become more. */
  readonly isOpen?: boolean
}

export interface HeatRow {
  readonly id: string
  readonly head: string
  /** A number that belongs to the whole row. */
  readonly note: string
  readonly cells: readonly (HeatCell | undefined)[]
}

export interface HeatMapProps {
  readonly label: string
  readonly corner: string
  readonly noteHead: string
  readonly columns: readonly string[]
  readonly rows: readonly HeatRow[]
  /** Stands below while one is on no cell. */
  readonly hint: string
}

interface Place {
  readonly row: number
  readonly column: number
}

const steps: Readonly<Record<string, Place>> = {
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
}

/** A table whose cells are the darker the more they hold. One cell can be reached by the keyboard, from there the arrows lead on. */
export function HeatGrid({ label, corner, noteHead, columns, rows, hint }: HeatMapProps) {
  const table = useRef<HTMLTableElement>(null)
  const [at, setAt] = useState<Place>()
  const first = firstOf(rows)
  const reached = at !== undefined && cellAt(rows, at) !== undefined ? at : first
  const said = at === undefined ? undefined : cellAt(rows, at)?.says

  const move = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step === undefined || reached === undefined) return
    const next = { row: reached.row + step.row, column: reached.column + step.column }
    if (cellAt(rows, next) === undefined) return
    event.preventDefault()
    setAt(next)
    table.current?.querySelector<HTMLElement>(`[data-place="${keyOf(next)}"]`)?.focus()
  }

  return (
    <div className="stack tight">
      <div className="table-scroll" tabIndex={-1}>
        <table ref={table} className="heat" role="grid" aria-label={label} onKeyDown={move}>
          <thead>
            <tr>
              <th scope="col">{corner}</th>
              <th scope="col" className="end">
                {noteHead}
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" className="heat-column">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, rowIndex) => (
              <tr key={row.id}>
                <th scope="row">{row.head}</th>
                <td className="end num soft">{row.note}</td>
                {columns.map((column, columnIndex) => {
                  const cell = row.cells[columnIndex]
                  if (cell === undefined) return <td key={column} />
                  const place = { row: rowIndex, column: columnIndex }
                  const isReached = reached?.row === place.row && reached.column === place.column
                  return (
                    <td
                      key={column}
                      className="heat-cell num"
                      data-open={cell.isOpen}
                      data-place={keyOf(place)}
                      aria-label={cell.says}
                      tabIndex={isReached ? 0 : -1}
                      style={{ background: shade(cell.weight) }}
                      onFocus={() => {
                        setAt(place)
                      }}
                      onPointerEnter={() => {
                        setAt(place)
                      }}
                    >
                      {cell.text}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="heat-says num" aria-hidden>
        {said ?? <span className="muted">{hint}</span>}
      </p>
    </div>
  )
}

function cellAt(rows: readonly HeatRow[], { row, column }: Place): HeatCell | undefined {
  return rows[row]?.cells[column]
}

function firstOf(rows: readonly HeatRow[]): Place | undefined {
  for (const [row, { cells }] of rows.entries()) {
    const column = cells.findIndex((cell) => cell !== undefined)
    if (column >= 0) return { row, column }
  }
  return undefined
}

/** Text keeps its contrast on the darkest of them, in light and dark. */
function shade(weight: number): string {
  return `color-mix(in oklab, var(--accent) ${Math.round(weight * 55)}%, var(--sunken))`
}

function keyOf({ row, column }: Place): string {
  return `${row} ${column}`
}
